import assert from "node:assert/strict";
import type { Metrics } from "../../engine/mod.ts";
import { MANIFEST, METRICS } from "./testing/sample.ts";
import { renderWhatIf } from "./what_if_view.ts";

/** What is shown of a run of the sample's year and of what became of it. */
function shown(child: Partial<Metrics>, parent: Partial<Metrics> = {}): string {
  return renderWhatIf({
    parent: { ...MANIFEST, id: "aaaaaaaa" },
    parentMetrics: { ...METRICS, ...parent },
    child: { ...MANIFEST, id: "bbbbbbbb", metrics: { ...METRICS, ...child } },
    folder: "runs/bbbbbbbb",
    diaryPath: "runs/bbbbbbbb/diary.jsonl",
    count: null,
    columns: 100,
    colour: false,
  });
}

Deno.test("beside the run and what if stands the difference, what if less the run, in the figure's own unit", () => {
  const said = shown({
    totalReturn: 0.021255,
    feesUsd: 1100.25,
    trades: 1200,
    sharpe: 1.04,
    exposure: 0.4137,
  });
  const rows: readonly RegExp[] = [
    /\n +run aaaaaaaa +what if +difference\n/,
    /\n {2}return +\+4\.13 % +\+2\.13 % +-2\.00 pp /,
    /\n {2}Sharpe +0\.84 +1\.04 +\+0\.20\n/,
    /\n {2}trades +1,143 +1,200 +\+57\n/,
    /\n {2}exposure +41\.37 % +41\.37 % +0\.00 pp /,
    /\n {2}fees +-1,024\.50 USD +-1,100\.25 USD +-75\.75 USD\n/,
  ];
  for (const row of rows) assert.match(said, row);
});

Deno.test("dates and durations have no difference, nor what one of both has no figure of", () => {
  const said = shown({ profitFactor: null, longestNakedMs: 5000 });
  assert.match(said, /\n {4}to the low of +2024-05-01 +2024-05-01\n/);
  assert.match(said, /\n {2}longest naked time +0 ms +5 s\n/);
  assert.match(said, /\n {2}profit factor +1\.07 +n\/a +no losing trade\n/);
});
