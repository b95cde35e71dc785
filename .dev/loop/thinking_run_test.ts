/** A live run whose model thinks for minutes: who looks after its positions meanwhile, and what of it is played again. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { DiaryEntry } from "../../engine/mod.ts";
import { ThinkingRun } from "./thinking_run.ts";

const ASKED = 30 * 60 + 4;
const QUIET = ASKED + 60;

/** A run whose model has been thinking for a minute. */
async function thinking(): Promise<{ readonly run: ThinkingRun; readonly end: Promise<string> }> {
  const run = new ThinkingRun();
  const end = run.live();
  await run.until(QUIET);
  deepStrictEqual([run.asked, await run.isProtected()], [1, true]);
  return { run, end };
}

function kindsSince(run: ThinkingRun, kind: DiaryEntry["kind"]): string[] {
  return run.entries.slice(run.entries.findIndex((entry) => entry.kind === kind) + 1)
    .map((entry) => entry.kind);
}

Deno.test("a stop that vanishes while a model thinks is back within a look, and all of it is played again", async () => {
  const { run, end } = await thinking();
  const before = run.seen.all.length;
  await run.until(QUIET + 60);
  strictEqual(run.seen.all.length, before, "looks that find nothing leave nothing");
  await run.loseStop();
  await run.until(QUIET + 66);
  strictEqual(await run.isProtected(), true);
  deepStrictEqual(kindsSince(run, "cycle"), ["intent", "outcome", "guard"]);
  await run.loseStop();
  await run.tell();
  strictEqual(await run.isProtected(), true, "at once where it is told");
  await run.answer();
  deepStrictEqual(kindsSince(run, "cycle").slice(6), ["intent", "outcome", "cycle"]);
  await run.until(46 * 60 + 5);
  await run.answer();
  await run.until(47 * 60);
  strictEqual(await end, "reached-end");
  await run.replayed();
});

Deno.test("a command that comes while a model thinks is carried out, and the run goes on from what it saw", async () => {
  const { run, end } = await thinking();
  run.commands.give({ do: "close-all" });
  await run.until(QUIET + 2);
  deepStrictEqual(run.commands.heard().map(({ done }) => done), [true]);
  const cycle = run.entries.findLast((entry) => entry.kind === "cycle");
  ok(cycle?.kind === "cycle" && cycle.summary === "aborted");
  run.interrupt();
  strictEqual(await end, "interrupted");
  await run.replayed();
  const next = run.live();
  await run.until(47 * 60);
  strictEqual(await next, "reached-end");
  await run.replayed();
});

Deno.test("a run that is interrupted while its model thinks ends its cycle, and goes on from what it saw", async () => {
  const { run, end } = await thinking();
  run.interrupt();
  strictEqual(await end, "interrupted");
  ok(run.entries.at(-1)?.kind === "cycle");
  const next = run.live();
  await run.until(46 * 60 + 5);
  strictEqual(run.asked, 2);
  await run.answer();
  await run.until(47 * 60);
  strictEqual(await next, "reached-end");
  await run.replayed();
});

Deno.test("a run that is killed while its model thinks, after a look that mended, does not act on what it is told later", async () => {
  const { run, end } = await thinking();
  await run.loseStop();
  await run.until(QUIET + 6);
  run.kill();
  await run.until(QUIET + 30);
  strictEqual(await end, "killed");
  await run.until(42 * 60);
  const next = run.live();
  await run.until(42 * 60 + 2);
  strictEqual(run.asked, 2);
  await run.answer();
  await run.until(42 * 60 + 3);
  const cycle = run.entries.at(-1);
  ok(cycle?.kind === "cycle");
  strictEqual(cycle.unanswered?.why, "late");
  match(cycle.unanswered.detail, /^the answer took \d{6} ms, 450000 ms are waited for$/);
  strictEqual(await run.isProtected(), true);
  await run.until(46 * 60 + 5);
  await run.answer();
  await run.until(47 * 60);
  strictEqual(await next, "reached-end");
  await run.replayed();
});
