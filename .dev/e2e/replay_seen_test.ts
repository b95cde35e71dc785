/** `replay` and `explain` of paper and live runs from outside: real processes over a served venue, killed and commanded. */

import assert from "node:assert/strict";
import { startVenue } from "../venue/venue_process.ts";
import { atWork, type Result, taskWords, type Workplace } from "./workplace.ts";

const QUIET = ["--json"];

/** Serves two days of the shipped market, moved by steps, while something is done. */
async function overVenue(
  act: (place: Workplace, paper: (...words: string[]) => Deno.ChildProcess) => Promise<void>,
  mode: "paper" | "live" = "paper",
): Promise<void> {
  await atWork(async (place) => {
    const range = ["--from", "2024-01-01", "--to", "2024-01-02", "--runs", "venue"];
    const venue = await startVenue([...range, "--step", "--limits", "off"], { folder: place.path });
    try {
      const at = ["--hyperliquid", venue.url, "--binance", venue.url];
      await act(place, (...words) => place.start(mode, [...words, ...at, ...QUIET]));
    } finally {
      await venue.stop();
    }
  });
}

/** Waits for so many cycles and does something then; gives how the process ended. */
async function afterCycles(
  process: Deno.ChildProcess,
  cycles: number,
  then: () => void | Promise<void>,
): Promise<Deno.CommandStatus> {
  let told = 0;
  for await (const text of process.stdout.pipeThrough(new TextDecoderStream())) {
    const before = told;
    told += text.split('"kind":"cycle"').length - 1;
    if (before < cycles && told >= cycles) await then();
  }
  await process.stderr.cancel();
  return await process.status;
}

async function command(place: Workplace, name: string, ...words: string[]): Promise<Result> {
  return await place.command([...taskWords(name, words), ...words]);
}

async function assertEqual(place: Workplace): Promise<void> {
  const { code, out, err } = await command(place, "replay", "last");
  assert.deepEqual([code, err.replace(/^.*candles\/s.*\n/gm, "")], [0, ""], out);
  assert.match(out, /\nequal: \d+ cycles, each line the same byte for byte/);
}

for (const mode of ["paper", "live"] as const) {
  const what =
    `a ${mode} run that was killed, interrupted and commanded is played again without its venue, and explained`;
  Deno.test(what, () => overVenue(endedAndCommanded, mode));
}

async function endedAndCommanded(
  place: Workplace,
  start: (...words: string[]) => Deno.ChildProcess,
): Promise<void> {
  const words = ["--agent", "random", "--interval", "15m"];
  for (const signal of ["SIGKILL", "SIGINT"] as const) {
    const process = start(...words);
    const { code } = await afterCycles(process, 30, () => process.kill(signal));
    assert.notEqual(code, 0);
    // One that has not ended is played as far as it goes.
    await assertEqual(place);
  }
  const ask = async () => void await command(place, "do", "last", "close-all");
  const status = await afterCycles(start(...words), 20, ask);
  assert.equal(status.code, 0);
  await assertEqual(place);
  const [id] = place.runFolders();
  const lines = Deno.readTextFileSync(`${place.path}/runs/${id}/diary.jsonl`).split("\n");
  assert.ok(lines.some((line) => line.includes('"kind":"command"')));
  const traded = JSON.parse(lines.find((line) => line.includes('"kind":"intent"'))!);
  const at = `${new Date(traded.close).toISOString().slice(0, 16)}Z`;
  const told = await command(place, "explain", "last", "--at", at);
  assert.deepEqual([told.code, told.err], [0, ""]);
  assert.match(told.out, /^seen +account: equity/m);
  assert.match(told.out, /^sent /m);
}

Deno.test("a paper run of a model is played again from its recorded answers", () =>
  overVenue(async (place, paper) => {
    const process = paper("--agent", "llm", "--interval", "4h", "--llm", "replay");
    assert.equal((await afterCycles(process, Infinity, () => undefined)).code, 0);
    await assertEqual(place);
    const told = await command(place, "explain", "last", "--at", "2024-01-01T16:00Z", "--asset", "SOL");
    assert.match(told.out, /^asked /m);
  }));

Deno.test("what a paper run saw is refused where it is gone, and named where it is damaged", () =>
  overVenue(async (place, paper) => {
    const process = paper("--agent", "trend", "--assets", "BTC", "--interval", "1h");
    assert.equal((await afterCycles(process, Infinity, () => undefined)).code, 0);
    const [id] = place.runFolders();
    const seen = `${place.path}/runs/${id}/seen`;
    const open = `${seen}/open-000000.jsonl`;
    const text = Deno.readTextFileSync(open);
    Deno.writeTextFileSync(open, `${text}x`);
    const changed = await command(place, "replay", "last");
    assert.deepEqual([changed.code, changed.out], [1, ""]);
    assert.match(
      changed.err,
      /open-000000\.jsonl was changed: its sha256 is [0-9a-f]{64}; wanted [0-9a-f]{64}, as/,
    );
    // A process that was killed leaves no hashes.
    Deno.removeSync(`${seen}/sha256.json`);
    const damages: [string, RegExp][] = [
      [text.slice(0, -1000).replace(/[^\n]*$/, ""), /what the run saw ends before line \d+ of its diary/],
      [text.replace('{"kind":"clock"', '{"kind:"clock"'), /open-000000\.jsonl, line 1 is damaged/],
      ["", /what the run saw ends before line 1 of its diary/],
    ];
    for (const [content, said] of damages) {
      Deno.writeTextFileSync(open, content);
      const { code, out, err } = await command(place, "replay", "last");
      assert.equal(code, 1);
      assert.match(out + err, said);
    }
    Deno.removeSync(seen, { recursive: true });
    const { code, err } = await command(place, "replay", "last");
    assert.equal(code, 1);
    assert.match(
      err,
      /names no candles, and what it saw is gone; wanted the folder seen beside its diary\ntry:/,
    );
  }));
