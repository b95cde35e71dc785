/** The first process: it hands words, streams, signals and the exit code on, and asks for no more than is needed. */

import assert from "node:assert/strict";
import { atWork, launcherWords, resultOf } from "./workplace.ts";

Deno.test("a run through it is the run itself: its output, its exit code", () =>
  atWork(async (place) => {
    const words = launcherWords("backtest");
    const run = await place.command([...words, "--from", "2024-01-01", "--to", "2024-01-05", "--json"]);
    assert.deepEqual([run.code, run.err], [0, ""]);
    assert.equal(JSON.parse(run.out).metrics.days > 4, true);
    const wrong = await place.command([...words, "--interval", "7m"]);
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /^backtest: no interval "7m"/);
  }));

Deno.test("--show-permissions prints them and starts nothing", () =>
  atWork(async (place) => {
    const words = [...launcherWords("backtest"), "--show-permissions"];
    const plain = await place.command(words);
    assert.deepEqual([plain.code, plain.out], [0, "--no-prompt\n--allow-read\n--allow-write=runs,.cache\n"]);
    Deno.writeTextFileSync(`${place.path}/.env`, "LLM_MODEL=m\nOPENAI_BASE_URL=http://localhost:1234/v1\n");
    const asks = await place.command([...words, "--agent", "llm", "--llm", "auto"]);
    assert.match(asks.out, /\n--allow-net=localhost:1234\n$/);
    assert.deepEqual(place.runFolders(), []);
  }));

Deno.test("a wrong setting is told by it as by any command", () =>
  atWork(async (place) => {
    Deno.writeTextFileSync(`${place.path}/.env`, "LLM_PROVIDER=opnai\n");
    const words = [...launcherWords("backtest"), "--agent", "llm", "--llm", "live"];
    const { code, err } = await place.command(words);
    assert.equal(code, 2);
    assert.equal(
      err,
      'backtest: LLM_PROVIDER "opnai" is not known; wanted openai, openrouter, scripted\n' +
        "try: deno task backtest --help\n",
    );
  }));

Deno.test("a signal to it reaches the run, which ends as it does on Ctrl-C", () =>
  atWork(async (place) => {
    const flags = ["--interval", "5m", "--assets", "BTC", "--agent", "random", "--no-progress"];
    const process = place.spawn([...launcherWords("backtest"), ...flags]);
    const isWriting = (): boolean =>
      place.runFolders().some((id) => sizeOf(`${place.path}/runs/${id}/diary.jsonl`) > 100_000);
    for (let tries = 0; tries < 2000 && !isWriting(); tries++) await new Promise((go) => setTimeout(go, 5));
    process.kill("SIGINT");
    const { code, out } = await resultOf(process);
    assert.equal(code, 130);
    assert.match(out, /interrupted/);
  }));

function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}
