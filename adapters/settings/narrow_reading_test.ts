import assert from "node:assert/strict";
import { launchPlan } from "./launch_plan.ts";
import { type Disk, narrowReading } from "./narrow_reading.ts";
import type { Variables } from "./variables.ts";

const DISK: Disk = {
  root: "/program",
  folder: "/program",
  modulesOf: (path) => [path, "/program/engine/mod.ts", "/home/me/agents/shared.ts"],
  realPath: (path) => path === "linked" ? "/disk2/runs" : path,
  candlesOf: (runs) => [`/candles/of/${runs}`],
  revisionFiles: (root) => [`${root}/.git/HEAD`],
};
const PROGRAM = "main.ts engine backtest adapters fixtures .data .cache .git/HEAD .cassettes".split(" ");
const NONE: Variables = {};

function readBy(line: string, { disk = DISK, variables = NONE } = {}): string[] {
  const plan = launchPlan(line.split(" "), () => variables);
  const narrowed = narrowReading(plan, { disk, keyFile: () => variables.HYPERLIQUID_PRIVATE_KEY_FILE });
  const others = (flags: readonly string[]) => flags.filter((flag) => !flag.startsWith("--allow-read"));
  assert.deepEqual(others(narrowed.permissions), others(plan.permissions), "nothing else is changed");
  const [flag] = narrowed.permissions.filter((one) => one.startsWith("--allow-read"));
  return flag === "--allow-read" ? ["all"] : flag.slice("--allow-read=".length).split(",");
}

/** What is read beside the program. */
function beside(line: string, around: Parameters<typeof readBy>[1] = {}): string[] {
  const read = readBy(line, around);
  assert.deepEqual(read.filter((path) => PROGRAM.includes(path)), PROGRAM);
  return read.filter((path) => !PROGRAM.includes(path));
}

Deno.test("a command reads the program and its runs, and nothing of the working folder beside", () => {
  for (const command of ["backtest", "paper", "do last pause", "venue", "record"]) {
    assert.deepEqual(beside(command), ["runs"], command);
  }
  assert.deepEqual(beside("do last pause --runs /far/a"), ["/far/a"]);
  assert.deepEqual(beside("do ../there/0123abcd pause"), ["runs", "/there/0123abcd"]);
  assert.deepEqual(beside("do last pause --runs linked"), ["linked", "/disk2/runs"]);
});

Deno.test("what is named by runs can be anywhere: those commands read all", () => {
  for (const command of ["replay last", "noise last", "probe-memory", "sweep spec.json"]) {
    assert.deepEqual(readBy(command), ["all"], command);
  }
});

Deno.test("what was typed is read: candles, profiles, templates, an agent and what it imports, a state and its folder", () => {
  assert.deepEqual(beside("backtest --data ../market --risk high"), ["runs", "/market"]);
  assert.deepEqual(beside("backtest --data=a"), ["runs", "a"]);
  assert.deepEqual(beside("backtest --risk ./mine.json"), ["runs", "mine.json"]);
  assert.deepEqual(beside("backtest --prompt a.md,/far/b.md"), ["runs", "a.md", "/far/b.md"]);
  assert.deepEqual(beside("paper --agent trend"), ["runs"]);
  assert.deepEqual(beside("paper --agent ./mine.ts"), ["runs", "mine.ts", "/home/me/agents/shared.ts"]);
  assert.deepEqual(beside("venue --state kept/s.jsonl"), ["runs", "kept"]);
  assert.deepEqual(beside("venue --state s.jsonl"), ["runs", "s.jsonl"]);
});

Deno.test("a worker reads what opens its queue to it", () => {
  const read = beside("worker --queue tls://q:4222 --nats-creds /far/q.creds --nats-ca ca.pem");
  assert.deepEqual(read, ["runs", "ca.pem", "/far/q.creds", ".env"]);
});

Deno.test("an account's command reads its key and .env, one that needs no variable neither", () => {
  const variables = { HYPERLIQUID_PRIVATE_KEY_FILE: "/home/me/hyperliquid.key" };
  for (const command of ["live", "watch last", "testnet-check"]) {
    assert.deepEqual(beside(command, { variables }), ["runs", ".env", "/home/me/hyperliquid.key"], command);
  }
  assert.deepEqual(beside("live"), ["runs", ".env"]);
  for (const command of ["paper", "backtest", "dashboard", "do last stop"]) {
    assert.equal(beside(command, { variables }).some((path) => /key|env/.test(path)), false, command);
  }
  const told = { ALERT_WEBHOOK_URL: "https://hook.example/x" };
  assert.deepEqual(beside("paper", { variables: told }), ["runs", ".env"]);
});

Deno.test("a dashboard reads the candles that its runs name", () => {
  assert.deepEqual(beside("dashboard"), ["runs", "/candles/of/runs"]);
  assert.deepEqual(beside("paper --dashboard --runs mine"), ["mine", "/candles/of/mine"]);
});

Deno.test("typed in another folder the program is named whole, and what lies in a folder that is read is not named again", () => {
  const read = readBy("backtest --data runs/a/market", { disk: { ...DISK, folder: "/home/me" } });
  assert.deepEqual(read.slice(0, 2), ["/program/main.ts", "/program/engine"]);
  assert.deepEqual(read.slice(-4), [".data", ".cache", ".cassettes", "runs"]);
  assert.deepEqual(readBy("backtest --runs ."), ["."]);
});
