import assert from "node:assert/strict";
import type { Command, CommandOutcome } from "../../engine/mod.ts";
import { doCommand, type DoOptions, type DoTools, readDoOptions } from "./do_command.ts";
import { FailureError, UsageError } from "./errors.ts";
import { recordedTerminal } from "./testing/recorded_terminal.ts";
import { MANIFEST } from "./testing/sample.ts";

const FLAGS = { runs: "runs", wait: "30" };

Deno.test("each action with what belongs to it", () => {
  const rows: [words: string, flatten: boolean, command: Command][] = [
    ["last pause", false, { do: "pause" }],
    ["7f3a resume", false, { do: "resume" }],
    ["7f3a close kPEPE", false, { do: "close", asset: "kPEPE" }],
    ["7f3a close-all", false, { do: "close-all" }],
    ["7f3a stop", false, { do: "stop" }],
    ["7f3a stop", true, { do: "stop", flatten: true }],
  ];
  for (const [words, flatten, command] of rows) {
    const read = readDoOptions({ ...FLAGS, flatten }, words.split(" "));
    assert.deepEqual([read.command, read.run, read.waitMs], [command, words.split(" ")[0], 30_000], words);
  }
});

Deno.test("what cannot be right is a line about it", () => {
  const rows: [words: string, flags: Record<string, string | boolean>, said: RegExp][] = [
    ["", {}, /wanted a run and what it is to do/],
    ["last", {}, /wanted a run and what it is to do: one of pause, resume, close, close-all, stop/],
    ["last paus", {}, /no action "paus"; did you mean "pause"\?/],
    ["last close", {}, /close wants one asset/],
    ["last close BTC ETH", {}, /close wants one asset/],
    ["last pause BTC", {}, /pause takes nothing after it, not "BTC"/],
    ["last close-all", { flatten: true }, /--flatten belongs to stop alone/],
    ["last pause", { wait: "0" }, /--wait "0" cannot be right/],
    ["last pause", { wait: "soon" }, /--wait "soon" cannot be right/],
  ];
  for (const [words, flags, said] of rows) {
    const read = () => readDoOptions({ ...FLAGS, ...flags }, words.split(" ").filter((word) => word !== ""));
    assert.throws(read, (error) => error instanceof UsageError && said.test(error.message), words);
  }
});

interface Given {
  readonly status?: "running" | "finished";
  readonly isRunning?: boolean;
  readonly outcome?: CommandOutcome;
}

async function told(options: Partial<DoOptions>, given: Given = {}) {
  const { status = "running", isRunning = true, outcome = { done: true, lines: ["paused"] } } = given;
  const terminal = recordedTerminal();
  const sent: unknown[] = [];
  const manifest = { ...MANIFEST, status };
  const tools: DoTools = {
    findRun: () => ({ path: "runs/x", manifest: { ...manifest, settings: { assets: ["BTC", "ETH"] } } }),
    isRunning: () => isRunning,
    sendCommand: (...words) => {
      sent.push(words);
      return Promise.resolve(outcome);
    },
  };
  const asked = { ...readDoOptions(FLAGS, ["last", "pause"]), ...options };
  const code = await doCommand(asked, terminal, tools);
  return { code, printed: terminal.printed, sent };
}

Deno.test("last is the newest run that is running: a venue beside it writes runs, too", async () => {
  const runs = ["newest", "running", "oldest"].map((path) => ({ path, manifest: MANIFEST }));
  const sent: string[] = [];
  await doCommand(readDoOptions(FLAGS, ["last", "pause"]), recordedTerminal(), {
    findRun: (_runs, _run, isMeant) => runs.find(isMeant)!,
    isRunning: (path) => path !== "newest",
    sendCommand: (path) => {
      sent.push(path);
      return Promise.resolve({ done: true, lines: [] });
    },
  });
  assert.deepEqual(sent, ["running"]);
});

Deno.test("the outcome is printed, and the exit code says whether all was done", async () => {
  const done = await told({});
  assert.deepEqual([done.code, done.printed], [0, ["paused"]]);
  assert.deepEqual(done.sent, [["runs/x", { do: "pause", by: "terminal" }, 30_000]]);
  const outcome = { done: false, lines: ["left open: long 1 ETH", "paused"] };
  const left = await told({}, { outcome });
  assert.deepEqual([left.code, left.printed], [1, ["left open: long 1 ETH\npaused"]]);
  assert.deepEqual((await told({}, { outcome: { done: true, lines: [] } })).printed, ["done"]);
  const [json] = (await told({ json: true }, { outcome })).printed;
  assert.deepEqual(JSON.parse(json), { runId: MANIFEST.id, command: { do: "pause" }, ...outcome });
});

Deno.test("a run that does not run, or has finished, is told so; nothing is sent", async () => {
  await assert.rejects(told({}, { isRunning: false }), (error) => {
    return error instanceof FailureError && /is unfinished and no process runs it/.test(error.message);
  });
  await assert.rejects(told({}, { isRunning: false, status: "finished" }), /is finished and runs no more/);
});

Deno.test("an asset that the run does not trade is told at once", async () => {
  await assert.rejects(
    told({ command: { do: "close", asset: "BTX" } }),
    /no asset "BTX"; did you mean "BTC"\?/,
  );
  assert.equal((await told({ command: { do: "close", asset: "ETH" } })).sent.length, 1);
});
