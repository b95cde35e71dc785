/** What if, from outside: runs that ask of others, held against runs that were made directly. */

import assert from "node:assert/strict";
import { serveScriptedModel } from "../scripted_model/server.ts";
import { launchPlan } from "../../adapters/settings/mod.ts";
import { startVenue } from "../venue/venue_process.ts";
import {
  atWork,
  inPairs,
  type Result,
  resultOf,
  ROOT,
  type Run,
  runOf,
  taskWords,
  type Workplace,
} from "./workplace.ts";

const SHORT = "--from 2024-02-05 --to 2024-02-07 --interval 1h --no-progress";
const OWN = ".dev/bench/agents/sma_cross.ts";

async function replay(place: Workplace, ...words: string[]): Promise<Result> {
  return await place.command([...taskWords("replay", words), ...words]);
}

/** The run that a what-if leaves, with what it prints. */
async function whatIf(place: Workplace, ...words: string[]) {
  const { code, out, err } = await replay(place, ...words, "--json");
  assert.deepEqual([code, err.replace(/^.*candles\/s.*\n/gm, "")], [0, ""], words.join(" "));
  const json = JSON.parse(out);
  return { json, run: runOf(json.manifest.replace(/\/run\.json$/, "")) };
}

async function assertReplays(place: Workplace, { folder }: Run): Promise<void> {
  const { code, out, err } = await replay(place, folder);
  assert.equal(code, 0, out + err);
  assert.match(out, /\nequal: \d+ cycles, each line the same byte for byte/);
}

Deno.test("closed from the first cycle it is the run that is made directly, for each agent and option", () =>
  atWork(async (place) => {
    Deno.writeTextFileSync(
      `${place.path}/sma.ts`,
      Deno.readTextFileSync(`${ROOT}${OWN}`).replaceAll('"../../../', `"${ROOT}`),
    );
    const cases = [
      ["trend", "--risk high"],
      ["mean-reversion", "--fees maker:0,taker:0.001 --slippage impact"],
      ["random", "--path ohlc --latency fixed:400"],
      ["buy-and-hold", "--slippage none"],
      ["./sma.ts", "--risk moderate"],
    ];
    await inPairs(cases, async ([agent, changes]) => {
      const parent = await place.good(`${SHORT} --agent ${agent}`);
      const { run } = await whatIf(place, parent.folder, ...changes.split(" "), "--closed");
      const direct = await place.good(`${SHORT} --agent ${agent} ${changes}`);
      assert.deepEqual(run.lines, direct.lines, agent);
      assert.notDeepEqual(run.lines, parent.lines, agent);
      assert.equal(run.manifest.key, direct.manifest.key);
      const words = changes.split(/ (?=--)/);
      const { parent: named } = run.manifest;
      assert.deepEqual([named?.id, named?.loop], [parent.manifest.id, "closed"]);
      assert.deepEqual([...named!.changes].sort(), [...words, "--closed"].sort());
      await assertReplays(place, run);
    });
  }));

Deno.test("open, the decisions are those of the parent, and the child can be played again as long as that is there", () =>
  atWork(async (place) => {
    const parent = await place.good(`${SHORT} --agent random --interval 15m --diary full`);
    const { run, json } = await whatIf(place, parent.folder, "--fees", "maker:0,taker:0");
    assert.equal(run.manifest.metrics!.feesUsd, 0);
    assert.equal(run.manifest.metrics!.trades, parent.manifest.metrics!.trades);
    assert.deepEqual([json.loop, json.noEffect, json.parent.runId], ["open", 0, parent.manifest.id]);
    assert.equal(run.manifest.settings.decisionsFrom, parent.manifest.diary!.lastHash);
    await assertReplays(place, run);
    const again = await whatIf(place, run.folder, "--risk", "high", "--slippage", "bps:50");
    await assertReplays(place, again.run);

    const shown = await replay(place, parent.folder, "--risk", "high", "--slippage", "impact");
    assert.match(
      shown.out,
      /what if --risk high --slippage impact: the \d+ decisions of run \w+ as they were\s+taken, \d+\s+without/,
    );
    assert.match(shown.out, new RegExp(`\\n +run ${parent.manifest.id} +what if +difference\\n +return `));
    // What stands beside the figures is of the column next to it.
    const [, folder] = / run +(\S+) +\(run\.json/.exec(shown.out)!;
    const { manifest: { id, metrics } } = runOf(`${place.path}/${folder}`);
    const two = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
    const more = (metrics!.totalReturn - parent.manifest.metrics!.totalReturn) * 100;
    assert.ok(shown.out.includes(` ${more > 0 ? "+" : ""}${more.toFixed(2)} pp `), `${more}\n${shown.out}`);
    const ended = metrics!.endEquityUsd.toLocaleString("en", two);
    assert.ok(shown.out.includes(` to ${ended} USD\n`), shown.out);
    assert.ok(shown.out.includes(`next:  deno task replay ${id}     deno task runs\n`), shown.out);

    const away = `${place.path}/away`;
    Deno.renameSync(parent.folder, away);
    const other = await place.good(`${SHORT} --agent random --interval 15m --seed 2`);
    const refused = await replay(place, run.folder);
    assert.equal(refused.code, 1);
    assert.match(refused.err, new RegExp(`no run "${parent.manifest.id}" in `));
    Deno.copyFileSync(`${other.folder}/diary.jsonl`, `${away}/diary.jsonl`);
    Deno.renameSync(away, parent.folder);
    const changed = await replay(place, run.folder);
    assert.equal(changed.code, 1);
    assert.match(
      changed.err,
      /whose decisions run \w+ took, is another one: its last hash is [0-9a-f]{64}; wanted [0-9a-f]{64}\n/,
    );
    const damaged = await replay(place, parent.folder, "--risk", "high");
    assert.match(damaged.err, /its key is \w+, wanted \w+/);
  }));

Deno.test("what cannot apply is one line and 2, and leaves no run", () =>
  atWork(async (place) => {
    const { folder } = await place.good(`${SHORT} --agent buy-and-hold`);
    const before = place.runFolders().length;
    for (const words of [["--risk", "high"], ["--model", "m"], ["--prompt", "p"], ["--latency", "x2"]]) {
      const { code, out, err } = await replay(place, folder, ...words);
      assert.deepEqual([code, out], [2, ""], err);
      assert.match(
        err,
        /^replay: --\w+[^\n]* cannot apply to run \w+: [^\n]+\ntry: deno task replay --help\n$/,
      );
    }
    assert.equal(place.runFolders().length, before);
  }));

Deno.test("a model's decisions under other rules need no answers; closed it is asked by the cassette's rules", () =>
  atWork(async (place) => {
    const server = serveScriptedModel();
    try {
      const variables = { LLM_PROVIDER: "scripted", OPENAI_BASE_URL: server.baseUrl };
      Deno.writeTextFileSync(
        `${place.path}/.env`,
        `LLM_PROVIDER=scripted\nOPENAI_BASE_URL=${server.baseUrl}\nOPENAI_API_KEY=k\n`,
      );
      const play = async (...words: string[]): Promise<Result> => {
        const { permissions } = launchPlan(words, () => variables);
        return await resultOf(
          place.spawn([Deno.execPath(), "run", ...permissions, `${ROOT}main.ts`, ...words]),
        );
      };
      const made = async (...words: string[]): Promise<Run> => {
        const { code, out, err } = await play(...words, "--json");
        assert.deepEqual([code, err.replace(/^.*candles\/s.*\n/gm, "")], [0, ""]);
        return runOf(JSON.parse(out).manifest.replace(/\/run\.json$/, ""));
      };
      const flags = "--from 2024-01-01 --to 2024-01-07 --agent llm --interval 4h --no-progress".split(" ");
      const parent = await made("backtest", ...flags, "--llm", "record");
      const asked = server.asked();
      const open = await made("replay", parent.folder, "--slippage", "impact");
      assert.equal(server.asked(), asked);
      await assertReplays(place, open);
      const same = await made("replay", parent.folder, "--closed");
      assert.deepEqual(same.lines, parent.lines);
      assert.equal(server.asked(), asked);

      const refused = await play("replay", parent.folder, "--slippage", "impact", "--closed");
      assert.equal(refused.code, 1);
      assert.match(refused.err, /no answer is recorded for this request: .*--llm auto asks the model/);
      const closed = await made("replay", parent.folder, "--slippage", "impact", "--closed", "--llm", "auto");
      assert.ok(server.asked() > asked);
      const direct = await made("backtest", ...flags, "--slippage", "impact", "--llm", "auto");
      assert.deepEqual(closed.lines, direct.lines);
      await assertReplays(place, closed);
    } finally {
      await server.close();
    }
  }));

Deno.test("of a paper run it is asked on the candles that it saw", () =>
  atWork(async (place) => {
    const range = ["--from", "2024-01-01", "--to", "2024-01-02", "--runs", "venue"];
    const venue = await startVenue([...range, "--step", "--limits", "off"], { folder: place.path });
    const at = ["--hyperliquid", venue.url, "--binance", venue.url];
    const words = ["--agent", "random", "--interval", "15m", "--json"];
    try {
      assert.equal((await resultOf(place.start("paper", [...words, ...at]))).code, 0);
    } finally {
      await venue.stop();
    }
    const [id] = place.runFolders();
    const parent = runOf(`${place.path}/runs/${id}`);
    const { run } = await whatIf(place, id, "--path", "pessimistic");
    const [before, after] = [parent, run].map(({ manifest: { metrics } }) => metrics!);
    assert.equal(after.cycles, before.cycles - 1);
    assert.ok(after.trades > 0 && Math.abs(after.totalReturn - before.totalReturn) < 0.001);
    assert.match(run.manifest.warnings.join(" "), new RegExp(`Played on the candles that run ${id} saw`));
    await assertReplays(place, run);
  }));
