/** A model that cannot be asked: a wrong key, no such model, nobody there; at the first call, and later. */

import assert from "node:assert/strict";
import { refuses, says, type StubReply, StubServer } from "../../adapters/openai/testing/stub_server.ts";
import { launchPlan } from "../../adapters/settings/mod.ts";
import { answerText } from "../../engine/testing/llm_world.ts";
import { atWork, diaryOf, HINT, type Result, resultOf, ROOT, runOf, type Workplace } from "./workplace.ts";

const FLAGS = "--from 2024-01-01 --to 2024-01-02 --agent llm --interval 4h --no-progress --model m";
const KEY = "sk-planted-0123456789abcdef";
const GOOD = says(answerText(["BTC", "ETH", "SOL"].map((asset) => ({ asset }))));

async function backtest(place: Workplace, flags: string, baseUrl: string): Promise<Result> {
  Deno.writeTextFileSync(`${place.path}/.env`, `OPENAI_BASE_URL=${baseUrl}\nOPENAI_API_KEY=${KEY}\n`);
  const words = ["backtest", ...FLAGS.split(" "), ...flags.split(" ")];
  const { permissions } = launchPlan(words, () => ({ OPENAI_BASE_URL: baseUrl }));
  return await resultOf(place.spawn([Deno.execPath(), "run", ...permissions, `${ROOT}main.ts`, ...words]));
}

/** What is said of a run whose first question is answered so, but for the host; how often was asked. */
async function firstCall(place: Workplace, source: string, replies: readonly StubReply[]) {
  const server = new StubServer(replies);
  const { host } = new URL(server.baseUrl);
  try {
    const { code, out, err } = await backtest(place, `--llm ${source}`, server.baseUrl);
    assert.deepEqual([code, out], [1, ""]);
    assert.ok(!err.includes(KEY));
    return { said: err.replaceAll(host, "HOST"), asked: server.seen.length };
  } finally {
    await server.close();
  }
}

Deno.test("a wrong key, or no such model, at the first call ends the run with one line; its diary is whole", () =>
  atWork(async (place) => {
    const wrongKey = refuses(401, `Incorrect API key provided: ${KEY.slice(0, 6)}*****cdef.`);
    assert.deepEqual(await firstCall(place, "record", [wrongKey, GOOD]), {
      said: `backtest: HOST cannot be asked for m: 401 Incorrect API key provided: [key]; ` +
        `wanted an OPENAI_API_KEY in .env or the environment that HOST takes\n${HINT}\n`,
      asked: 1,
    });
    const noModel = refuses(404, "The model `m` does not exist");
    assert.deepEqual(await firstCall(place, "live", [noModel, GOOD]), {
      said:
        "backtest: HOST cannot be asked for m: 404 The model `m` does not exist; wanted a model that HOST " +
        `serves, in LLM_MODEL or --model, and the whole path in OPENAI_BASE_URL\n${HINT}\n`,
      asked: 1,
    });
    const folders = place.runFolders();
    assert.equal(folders.length, 2);
    for (const folder of folders) {
      assert.equal(runOf(`${place.path}/runs/${folder}`).manifest.status, "failed");
      assert.equal(
        diaryOf(`${place.path}/runs/${folder}`).lines.length,
        1,
        "the head of the diary, no cycle",
      );
    }
    assert.ok(
      ![...Deno.readDirSync(place.path)].some(({ name }) => name === ".cassettes"),
      "nothing is recorded",
    );
  }));

Deno.test("nobody at the address is asked again, then said with the host", () =>
  atWork(async (place) => {
    const server = new StubServer([GOOD]);
    const { baseUrl } = server;
    await server.close();
    const { code, err } = await backtest(place, "--llm auto", baseUrl);
    const { host } = new URL(baseUrl);
    assert.equal(code, 1);
    assert.match(
      err.replaceAll(host, "HOST"),
      /^backtest: HOST cannot be asked for m: Connection error\. .*refused.*; /,
    );
    assert.ok(err.includes(`wanted a server that answers at ${host}, or another OPENAI_BASE_URL\n`));
  }));

Deno.test("a key that is withdrawn later: five failures, then it is asked no more; a replay is the same", () =>
  atWork(async (place) => {
    const server = new StubServer([GOOD, GOOD, refuses(401, "the key was withdrawn")]);
    const read = (out: string) => runOf(JSON.parse(out).manifest.replace(/\/run\.json$/, ""));
    try {
      const { code, out, err } = await backtest(place, "--llm record --json", server.baseUrl);
      assert.deepEqual([code, err], [0, ""]);
      const recorded = read(out);
      const { decisions, held } = recorded.manifest.metrics!.model!;
      assert.deepEqual([server.seen.length, decisions, held.failed, held.abandoned], [7, 7, 5, 5]);
      const warning =
        "The model was not asked any more after 5 questions in a row that failed: 401 the key was " +
        "withdrawn; --llm auto asks again.";
      assert.ok(recorded.manifest.warnings.includes(warning), String(recorded.manifest.warnings));
      const shown = await backtest(place, "--llm replay", server.baseUrl);
      assert.equal(shown.code, 0);
      assert.match(shown.out, /held without it +10 +5 failed, 5 abandoned/);
      const replayed = read((await backtest(place, "--llm replay --json", server.baseUrl)).out);
      assert.deepEqual(replayed.lines, recorded.lines);
      assert.equal(server.seen.length, 7);
    } finally {
      await server.close();
    }
  }));
