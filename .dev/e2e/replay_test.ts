/** `replay`, `explain` and `export` from outside: runs of every agent, and all that can be wrong with them. */

import assert from "node:assert/strict";
import { damagedCopy, DIARY_DAMAGES, text } from "./damages.ts";
import { atWork, inPairs, type Result, ROOT, taskWords, type Workplace } from "./workplace.ts";

const SHORT = "--from 2024-02-05 --to 2024-02-07 --interval 4h --no-progress";
const ONE = `${SHORT} --assets BTC --agent random`;
const OWN = ".dev/bench/agents/sma_cross.ts";

async function task(place: Workplace, name: string, words: readonly string[]): Promise<Result> {
  return await place.command([...taskWords(name), ...words]);
}

async function replay(place: Workplace, ...words: string[]): Promise<Result> {
  return await task(place, "replay", words);
}

/** Fails as a question that is right and has no answer does: nothing printed, one line and what to type. */
function assertRefused({ code, out, err }: Result, said: RegExp, command = "replay"): void {
  assert.match(err, said);
  assert.deepEqual([code, out], [1, ""], err);
  assert.match(err, new RegExp(`^[^\\n]+\\ntry: deno task ${command} --help\\n$`));
}

Deno.test("a run of each agent and option comes out equal", () =>
  atWork(async (place) => {
    Deno.copyFileSync(`${ROOT}${OWN}`, `${place.path}/sma.ts`);
    const own = Deno.readTextFileSync(`${place.path}/sma.ts`).replaceAll('"../../../', `"${ROOT}`);
    Deno.writeTextFileSync(`${place.path}/sma.ts`, own);
    const runs = [
      `${SHORT} --agent buy-and-hold --diary full`,
      `${SHORT} --agent trend --risk moderate --slippage impact --fees tier:2`,
      `${SHORT} --agent mean-reversion --latency fixed:250 --path ohlc --funding off`,
      `${SHORT} --agent random --seed 7 --partial-fills 0.5 --interval 15m`,
      `${SHORT} --agent ./sma.ts`,
      "--from 2024-01 --to 2024-01-08 --interval 4h --agent llm --no-progress",
    ];
    await inPairs(runs, async (flags) => {
      const { folder } = await place.good(flags);
      const { code, out, err } = await replay(place, folder);
      assert.deepEqual([code, err.replace(/^.*candles\/s.*\n/gm, "")], [0, ""], flags);
      assert.match(
        out,
        /\nequal: \d+ cycles, each line the same byte for byte, and so are the figures in run\.json\.\n$/,
      );
    });
  }));

Deno.test("watched without a terminal a run is all of its cycles as text, also of an agent from a file and of a model", () =>
  atWork(async (place) => {
    const own = Deno.readTextFileSync(`${ROOT}${OWN}`).replaceAll('"../../../', `"${ROOT}`);
    Deno.writeTextFileSync(`${place.path}/sma.ts`, own);
    const llm = "--from 2024-01 --to 2024-01-02 --interval 4h --agent llm --no-progress";
    await inPairs([`${ONE} --agent ./sma.ts`, llm], async (flags) => {
      const { folder, manifest } = await place.good(flags);
      const { code, out, err } = await replay(place, folder, "--watch");
      assert.deepEqual([code, err], [0, ""]);
      assert.equal(out.match(/^cycle \d+, /gm)?.length, manifest.metrics!.cycles);
      assert.ok(!out.includes("differs from its diary") && !out.includes("\x1b"));
      assert.match(out, /^candle {6}BTC open /m);
      assert.equal(/^asked {7}/m.test(out), flags === llm);
      const { out: later } = await replay(place, folder, "--watch", "--from-cycle", "3");
      assert.match(later, /^run [^\n]*\ncycle 3, /);
    });
  }));

Deno.test("a diary damaged in any way is named as verify names it, and a run.json that was changed", () =>
  atWork(async (place) => {
    const { folder, lines } = await place.good(ONE);
    const { lines: foreign } = await place.good(`${ONE} --seed 2`);
    const json = Deno.readTextFileSync(`${folder}/run.json`);
    const damages = [
      ...DIARY_DAMAGES.map(([what, change, said]) => {
        const copy = [...lines];
        return { what, said, name: "diary.jsonl", content: change(copy, foreign) ?? text(copy) };
      }),
      { what: "none", said: /cannot read \S+run\.json/, name: "run.json", content: null },
      {
        what: "newer",
        said: /newer version \(schema 9\)/,
        name: "run.json",
        content: json.replace('"schema": 1', '"schema": 9'),
      },
      {
        what: "other settings",
        said: /its settings do not make the key/,
        name: "run.json",
        content: json.replace('"seed": 1', '"seed": 3'),
      },
      {
        what: "other instruments",
        said:
          /instruments\.json tells BTC otherwise than run \w+ had it: the sha256 is [0-9a-f]{64}; wanted 0{64}/,
        name: "run.json",
        content: json.replace(/"instruments": "\w+"/, `"instruments": "${"0".repeat(64)}"`),
      },
      {
        what: "nobody's",
        said: /was decided by bot 0x1, which is not here to be asked again; wanted a run of an agent of ours/,
        name: "run.json",
        content: json.replace('"agent": "random"', '"agent": "bot 0x1"'),
      },
    ];
    assert.ok(damages.length >= 20);
    await inPairs(damages, async ({ what, said, name, content }) => {
      const copy = `${place.path}/runs/${what.replaceAll(/\W/g, "-")}`;
      damagedCopy(folder, copy, { name, content });
      assertRefused(await replay(place, copy), said);
    });
  }));

Deno.test("a run that was killed is played up to its last whole cycle, and explained as far", () =>
  atWork(async (place) => {
    const { folder, lines } = await place.good(ONE);
    const json = JSON.parse(Deno.readTextFileSync(`${folder}/run.json`));
    const killed = `${place.path}/runs/killed`;
    const content = `${lines.slice(0, 5).join("\n")}\n${lines[5].slice(0, -30)}`;
    damagedCopy(folder, killed, { name: "diary.jsonl", content });
    const codeRevision = "0".repeat(40);
    const running = { ...json, codeRevision, status: "running", ended: null, diary: null, metrics: null };
    Deno.writeTextFileSync(`${killed}/run.json`, JSON.stringify(running));
    const last = lines.slice(0, 5).findLast((line) => line.includes('"kind":"cycle"'))!;
    const close = new Date(JSON.parse(last).close).toISOString().slice(0, 16);
    const { code, out } = await replay(place, killed);
    assert.equal(code, 0);
    const said = `up to ${close.replace("T", " ")}Z, its last whole cycle: the run has not ended.`;
    assert.ok(out.includes(`${said}\n`), out);
    assert.match(
      out,
      /\nWarning: recorded by the code of 00000000, played by that of [0-9a-z]+: what differs may be/,
    );
    assert.equal((await task(place, "explain", [killed, "--at", `${close}Z`])).code, 0);
  }));

Deno.test("what the run was made of is refused where it is gone or was changed, with both hashes", () =>
  atWork(async (place) => {
    const data = `${place.path}/data`;
    Deno.mkdirSync(data);
    for (const part of ["BTC-5m", "BTC-1m", "BTC-funding"]) {
      const name = `synthetic-perp-${part}.csv.gz`;
      Deno.copyFileSync(`${ROOT}fixtures/${name}`, `${data}/${name}`);
    }
    Deno.writeTextFileSync(
      `${place.path}/mine.ts`,
      Deno.readTextFileSync(`${ROOT}${OWN}`).replaceAll('"../../../', `"${ROOT}`),
    );
    const { folder } = await place.good(`${SHORT} --assets BTC --data ${data} --agent ./mine.ts`);
    assert.equal((await replay(place, folder)).code, 0);

    Deno.renameSync(data, `${place.path}/moved`);
    assertRefused(
      await replay(place, folder),
      /BTC-1m\.csv\.gz: it is not there; wanted the file .*sha256 [0-9a-f]{64}/,
    );
    // A file that came later is not read, wherever the others lie.
    Deno.copyFileSync(
      `${ROOT}fixtures/synthetic-perp-ETH-5m.csv.gz`,
      `${place.path}/moved/synthetic-perp-ETH-5m.csv.gz`,
    );
    assert.equal((await replay(place, folder, "--data", `${place.path}/moved`)).code, 0);
    const funding = `${place.path}/moved/synthetic-perp-BTC-funding.csv.gz`;
    Deno.writeFileSync(funding, new Uint8Array([1]), { append: true });
    const changed = await replay(place, folder, "--data", `${place.path}/moved`);
    assertRefused(
      changed,
      /BTC-funding\.csv\.gz was changed: its sha256 is [0-9a-f]{64}; wanted [0-9a-f]{64}, as/,
    );

    Deno.copyFileSync(`${ROOT}fixtures/synthetic-perp-BTC-funding.csv.gz`, funding);
    Deno.writeTextFileSync(`${place.path}/mine.ts`, "// other\n", { append: true });
    const other = await replay(place, folder, "--data", `${place.path}/moved`);
    assertRefused(
      other,
      /the agent \S*mine\.ts was changed: its sha256 is [0-9a-f]{64}; wanted [0-9a-f]{64}, as/,
    );
  }));

Deno.test("a run whose recorded answers are gone is refused with the first of them", () =>
  atWork(async (place) => {
    const { folder } = await place.good(
      "--from 2024-01 --to 2024-01-03 --interval 4h --agent llm --no-progress",
    );
    const json = Deno.readTextFileSync(`${folder}/run.json`);
    const unknown = `${place.path}/runs/unknown`;
    // Nothing is shipped of a provider of that name.
    const renamed = json.replace(
      '"provider": "scripted",\n    "model"',
      '"provider": "nobody",\n    "model"',
    );
    assert.notEqual(renamed, json);
    damagedCopy(folder, unknown, { name: "run.json", content: renamed });
    const refused = await replay(place, unknown, "--cassettes", `${place.path}/none`);
    assertRefused(
      refused,
      /the recorded answer [0-9a-f]{64} is gone; wanted it in one of \S+unknown\/cassette, \S+none, /,
    );
  }));

Deno.test("explain tells all of one decision, export writes what adds up, and both say what cannot be right", () =>
  atWork(async (place) => {
    const { folder, lines } = await place.good(
      "--from 2024-01 --to 2024-01-08 --interval 4h --agent llm --no-progress",
    );
    const told = await task(place, "explain", [folder, "--at", "2024-01-01T16:00", "--asset", "SOL"]);
    assert.deepEqual([told.code, told.err], [0, ""]);
    for (const part of ["seen", "asked", "answered", "sent", "filled", "account", "came of it"]) {
      assert.match(told.out, new RegExp(`^${part} +\\S`, "m"));
    }
    assert.match(told.out, /SOL sell 998\.00 USD at 2×/);
    const json = JSON.parse(
      (await task(place, "explain", [folder, "--at", "2024-01-01T16:00Z", "--json"])).out,
    );
    assert.equal(json.questions[0].request.messages[0].role, "system");
    assert.equal(json.cycle.close, JSON.parse(lines[json.line - 1]).close);
    assertRefused(
      await task(place, "explain", [folder, "--at", "2024-01-01T16:07Z"]),
      /no cycle at 2024-01-01 16:07Z; the nearest are at 2024-01-01 16:00Z and 2024-01-01 20:00Z/,
      "explain",
    );
    const wrong = await task(place, "explain", [folder, "--at", "2024-01-01T16:00Z", "--asset", "DOGE"]);
    assert.deepEqual([wrong.code, wrong.out], [2, ""]);
    assert.match(wrong.err, /did not trade "DOGE"; it traded BTC, ETH, SOL/);

    const written = await task(place, "export", [folder, "--csv", "tables"]);
    assert.deepEqual([written.code, written.err], [0, ""]);
    const [, ...equity] = Deno.readTextFileSync(`${place.path}/tables/equity.csv`).trim().split("\n");
    assert.equal(equity.length, lines.filter((line) => line.includes('"kind":"cycle"')).length);
    assertRefused(
      await task(place, "export", [folder, "--csv", "tables"]),
      /trades\.csv is there already/,
      "export",
    );
  }));
