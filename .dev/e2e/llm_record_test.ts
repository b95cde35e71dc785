/** A model that is asked over the network: recorded, replayed, capped, and no key anywhere on disk. */

import assert from "node:assert/strict";
import { serveScriptedModel } from "../scripted_model/server.ts";
import { atWork, type Result, resultOf, type Run, runOf, taskWords, type Workplace } from "./workplace.ts";
import { says, StubServer } from "../../adapters/openai/testing/stub_server.ts";
import { launchPlan } from "../../adapters/settings/mod.ts";
import { ROOT } from "./workplace.ts";

/** Ten days, in which tools are used, an answer is mended, and positions are opened and closed. */
const FLAGS = "--from 2024-01-01 --to 2024-01-10 --agent llm --interval 4h --no-progress";
const KEY = "sk-planted-0123456789abcdef";

/** A `.env` that names the scripted server, its address with a key beside it. */
function envOf(baseUrl: string): string {
  return `LLM_PROVIDER=scripted\nOPENAI_BASE_URL=${baseUrl}\nOPENAI_API_KEY=${KEY}\n`;
}

/** Runs a backtest with the permissions that the first process would find, the host among them. */
async function backtest(place: Workplace, flags: string, baseUrl: string): Promise<Result> {
  Deno.writeTextFileSync(`${place.path}/.env`, envOf(baseUrl));
  const words = ["backtest", ...flags.split(" ")];
  const variables = { LLM_PROVIDER: "scripted", OPENAI_BASE_URL: baseUrl };
  const { permissions } = launchPlan(words, () => variables);
  return await resultOf(place.spawn([Deno.execPath(), "run", ...permissions, `${ROOT}main.ts`, ...words]));
}

async function good(place: Workplace, flags: string, baseUrl: string): Promise<Run> {
  const { code, out, err } = await backtest(place, `${FLAGS} ${flags} --json`.replace("  ", " "), baseUrl);
  assert.deepEqual({ code, err }, { code: 0, err: "" });
  return runOf(JSON.parse(out).manifest.replace(/\/run\.json$/, ""));
}

/** Everything in a folder, below it too, as one text; `.env` is the user's. */
function everything(folder: string): string {
  let text = "";
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) text += everything(path);
    else if (name !== ".env") text += `${name}\n${Deno.readTextFileSync(path)}`;
  }
  return text;
}

Deno.test("a recording and its replay write equal diaries; the replay needs no server; no byte holds the key", () =>
  atWork(async (place) => {
    const server = serveScriptedModel();
    let recorded: Run;
    try {
      recorded = await good(place, "--llm record", server.baseUrl);
      assert.ok(server.asked() > 60);
      const before = server.asked();
      const again = await good(place, "--llm auto", server.baseUrl);
      assert.equal(server.asked(), before, "auto asked for what was recorded");
      assert.deepEqual(again.lines, recorded.lines);
    } finally {
      await server.close();
    }
    const replayed = await good(place, "", server.baseUrl);
    assert.deepEqual(replayed.lines, recorded.lines);
    const { model } = recorded.manifest;
    assert.deepEqual([model?.answers, model?.host], ["record", new URL(server.baseUrl).host]);
    const kept = everything(place.path);
    for (const secret of [KEY, "Bearer", "authorization"]) assert.ok(!kept.includes(secret), secret);
    await checkPacking(place, recorded);
    const beside = [...Deno.readDirSync(`${recorded.folder}/cassette`)];
    assert.ok(beside.length > 0, "the answers lie beside the run too");
  }));

/** Packs what the run used, clears the shared folder of nothing it used, and plays from the pack alone. */
async function checkPacking(place: Workplace, run: Run): Promise<void> {
  const cassette = async (...words: string[]): Promise<string> => {
    const { code, out, err } = await place.command([...taskWords("cassette"), ...words]);
    assert.deepEqual([code, err], [0, ""]);
    return out;
  };
  const count = run.manifest.metrics!.model!.calls;
  assert.match(
    await cassette("export", "mine.gz", "--run", run.manifest.id),
    new RegExp(`^${count} answers packed`),
  );
  const elsewhere = await place.command([...taskWords("cassette"), "export", "/nowhere/mine.gz"]);
  assert.match(
    elsewhere.err,
    /^cassette: cannot write \/nowhere\/mine\.gz: .*; wanted a file inside this folder\n/,
  );
  assert.match(await cassette("prune"), new RegExp(`^0 files removed, 0\\.0 kB; ${count} answers kept`));
  Deno.removeSync(`${place.path}/.cassettes`, { recursive: true });
  assert.match(await cassette("import", "mine.gz"), new RegExp(`^${count} new answers`));
  const replayed = await good(place, "", "http://127.0.0.1:1/v1");
  assert.deepEqual(replayed.lines, run.lines);
  Deno.removeSync(`${place.path}/mine.gz`);
}

Deno.test("past the cap the run holds, flagged, and goes on to its end", () =>
  atWork(async (place) => {
    const server = serveScriptedModel();
    try {
      const run = await good(place, "--llm record --max-llm-tokens 60000", server.baseUrl);
      const { model } = run.manifest.metrics!;
      assert.ok(model!.held.capped > 20 && model!.decisions > 0, JSON.stringify(model));
      const replayed = await good(place, "--max-llm-tokens 60000", server.baseUrl);
      assert.deepEqual(replayed.lines, run.lines);
    } finally {
      await server.close();
    }
  }));

Deno.test("a cap of a day holds until the next day of the market", () =>
  atWork(async (place) => {
    const server = serveScriptedModel();
    try {
      const run = await good(place, "--llm record --max-llm-usd-per-day 0.03", server.baseUrl);
      const days = new Map<string, string[]>();
      for (const line of run.lines) {
        const { kind, close, unanswered } = JSON.parse(line);
        if (kind !== "cycle") continue;
        const day = new Date(close).toISOString().slice(0, 10);
        days.set(day, [...days.get(day) ?? [], unanswered?.why ?? "answered"]);
      }
      assert.equal(days.size, 10);
      for (const [day, held] of days) {
        assert.match(held.join(" "), /^answered .*capped$/, day);
      }
      const replayed = await good(place, "--max-llm-usd-per-day 0.03", server.baseUrl);
      assert.deepEqual(replayed.lines, run.lines);
    } finally {
      await server.close();
    }
  }));

Deno.test("a damaged answer is named, asked for again, and mended", () =>
  atWork(async (place) => {
    const server = serveScriptedModel();
    try {
      const recorded = await good(place, "--llm record", server.baseUrl);
      const before = server.asked();
      const [group] = [...Deno.readDirSync(`${place.path}/.cassettes`)].map(({ name }) => name).sort();
      const [file] = [...Deno.readDirSync(`${place.path}/.cassettes/${group}`)];
      const path = `${place.path}/.cassettes/${group}/${file.name}`;
      Deno.writeTextFileSync(path, Deno.readTextFileSync(path).slice(0, -10));
      const mended = await good(place, "--llm auto", server.baseUrl);
      assert.ok(server.asked() > before);
      assert.ok(
        mended.manifest.warnings.some((text) => text.includes(file.name)),
        String(mended.manifest.warnings),
      );
      assert.equal(mended.lines.length, recorded.lines.length);
    } finally {
      await server.close();
    }
  }));

Deno.test("a money cap without a price is refused before anything is asked", () =>
  atWork(async (place) => {
    const server = serveScriptedModel();
    try {
      const flags = `${FLAGS} --llm record --model scripted-9 --max-llm-usd 1`;
      const { code, err } = await backtest(place, flags, server.baseUrl);
      assert.equal(code, 1);
      assert.match(
        err,
        /^backtest: --max-llm-usd cannot hold: .* has no price of scripted\/scripted-9; wanted one there, or --max-llm-tokens\n/,
      );
      assert.equal(server.asked(), 0);
    } finally {
      await server.close();
    }
  }));

Deno.test("probe-memory asks for 40 dates of each asset, is recorded, and replays", () =>
  atWork(async (place) => {
    const server = new StubServer([says('{"close":null,"nextDay":"up"}')]);
    Deno.writeTextFileSync(`${place.path}/.env`, envOf(server.baseUrl));
    const probe = async (...flags: string[]): Promise<unknown> => {
      const words = ["probe-memory", "--to", "2024-03", "--assets", "BTC,ETH", "--json", ...flags];
      const { permissions } = launchPlan(words, () => ({ OPENAI_BASE_URL: server.baseUrl }));
      const { code, out, err } = await place.command([
        Deno.execPath(),
        "run",
        ...permissions,
        `${ROOT}main.ts`,
        ...words,
      ]);
      assert.deepEqual([code, err], [0, ""]);
      return JSON.parse(out);
    };
    let recorded: unknown;
    try {
      recorded = await probe("--llm", "record");
      assert.equal(server.seen.length, 80);
    } finally {
      await server.close();
    }
    const { result } = recorded as { result: { questions: number; directions: { asked: number } } };
    assert.deepEqual([result.questions, result.directions.asked], [80, 80]);
    assert.deepEqual(await probe(), recorded);
    assert.deepEqual(place.runFolders(), []);
  }));

Deno.test("probe-memory --run holds what a run held against the days after it, with and without its recall", () =>
  atWork(async (place) => {
    const run = await place.good(`${FLAGS} --assets BTC,ETH,SOL`);
    const server = new StubServer([
      ({ body }) => {
        const [, day] = /end of \d{4}-\d\d-(\d\d)/.exec(body.messages[1].content)!;
        return says(`{"close":null,"nextDay":"${Number(day) % 2 === 0 ? "up" : "down"}"}`)({} as never);
      },
    ]);
    try {
      Deno.writeTextFileSync(`${place.path}/.env`, envOf(server.baseUrl));
      const words = ["probe-memory", "--run", "last", "--llm", "record"];
      const { permissions } = launchPlan(words, () => ({ OPENAI_BASE_URL: server.baseUrl }));
      const main = [Deno.execPath(), "run", ...permissions, `${ROOT}main.ts`];
      const { code, out, err } = await place.command([...main, ...words]);
      assert.deepEqual([code, err], [0, ""]);
      // Nine days of three assets have a day after them in the run's ten.
      assert.equal(server.seen.length, 27);
      assert.match(out, new RegExp(`\n  run ${run.manifest.id}, held at the end of a day .*, 27 moments:\n`));
      assert.match(out, /\n {4}as it is {13}r -?0\.\d\d \(-?0\.\d\d to -?0\.\d\d at 95 %\)\n/);
      assert.match(out, /\n {4}without its recall {3}r -?0\.\d\d /);
      const other = await place.command([...main, ...words, "--model", "scripted-2"]);
      assert.equal(other.code, 1);
      assert.match(
        other.err,
        /^probe-memory: run \w+ asked scripted\/scripted-1; wanted one of scripted\/scripted-2\n/,
      );
    } finally {
      await server.close();
    }
  }));

Deno.test("without the permission the network is not reached, and that is said", () =>
  atWork(async (place) => {
    const server = serveScriptedModel();
    try {
      Deno.writeTextFileSync(`${place.path}/.env`, envOf(server.baseUrl));
      const replay = taskWords("backtest", ["--agent", "llm"]);
      const flags = "--from 2024-01-01 --to 2024-01-01 --agent llm --interval 4h --llm live --json";
      const { code, out, err } = await place.command([...replay, ...flags.split(" ")]);
      assert.deepEqual([code, out], [1, ""]);
      assert.match(err, /^backtest: scripted cannot be asked for scripted-1: Requires net access to /);
      assert.equal(server.asked(), 0);
    } finally {
      await server.close();
    }
  }));
