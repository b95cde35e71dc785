import assert from "node:assert/strict";
import {
  barLine,
  createProgress,
  plainLine,
  type ProgressFigures,
  type ProgressSettings,
} from "./progress.ts";

const FROM = Date.UTC(2024, 0, 1);
const UNTIL = Date.UTC(2025, 0, 1);

const FIGURES: ProgressFigures = {
  time: Date.UTC(2024, 2, 14, 8, 15),
  share: 0.4149,
  equityUsd: 10412.55,
  change: 0.041255,
  candlesPerSecond: 61_234,
  remainingMs: 1500,
};

/** A run of `cycles` cycles that take `cycleMs` of wall time each; what was written, and how often the clock was read. */
function play(
  out: ProgressSettings["out"],
  cycles: number,
  cycleMs: number,
): { written: string[]; reads: number } {
  const written: string[] = [];
  let [now, reads] = [1_000_000, 0];
  const progress = createProgress({
    from: FROM,
    until: UNTIL,
    startEquityUsd: 10_000,
    out,
    write: (text) => written.push(text),
    columns: () => 100,
    nowMs: () => (reads++, now),
  });
  for (let cycle = 0; cycle < cycles; cycle++) {
    progress.update({
      time: FROM + (UNTIL - FROM) * cycle / cycles,
      equityUsd: 10_000 + cycle,
      candles: cycle * 3,
    });
    now += cycleMs;
  }
  progress.finish();
  progress.finish();
  return { written, reads };
}

Deno.test("the line on a terminal gives up what matters least", () => {
  const date = "2024-03-14 08:15";
  const equity = "equity 10,412.55 (+4.13 %)";
  const rows: readonly (readonly [columns: number, wanted: string])[] = [
    [111, `${date}  ████████████░░░░░░░░░░░░░░░░░   41 %   ${equity}   61 k candles/s   ETA 2 s`],
    [80, `${date}  ██████░░░░░░░░░   41 %   ${equity}   ETA 2 s`],
    [70, `${date}  ██████░░░░░░░░░   41 %   ${equity}`],
    [50, `${date}  ██████████░░░░░░░░░░░░░░   41 %`],
    [30, `${date}   41 %`],
    [10, " 41 %"],
    [3, " 4"],
    [0, ""],
  ];
  for (const [columns, wanted] of rows) assert.equal(barLine(FIGURES, columns), wanted, `${columns} columns`);
  for (let columns = 1; columns < 200; columns++) assert.ok(barLine(FIGURES, columns).length < columns);
});

Deno.test("without a terminal the words are the same", () => {
  const wanted = "2024-03-14 08:15    41 %   equity 10,412.55 (+4.13 %)   61 k candles/s   ETA 2 s";
  assert.equal(plainLine(FIGURES), wanted);
  assert.match(plainLine({ ...FIGURES, remainingMs: null }), /ETA \?$/);
  assert.match(plainLine({ ...FIGURES, remainingMs: 0 }), /ETA 0 s$/);
  assert.match(plainLine({ ...FIGURES, share: 0.9999 }), / 99 % /);
});

Deno.test("a terminal sees one line that redraws ten times a second at most, and that goes away", () => {
  const { written } = play("tty", 35_000, 0.1);
  assert.ok(written.length > 20 && written.length <= 36, `${written.length} writes`);
  assert.equal(written.pop(), "\r\x1b[K");
  for (const text of written) {
    assert.ok(text.startsWith("\r2024-") && text.endsWith("\x1b[K") && !text.includes("\n"), text);
  }
  assert.match(written[20], /30 k candles\/s {3}ETA \d s/);
});

Deno.test("the clock is read rarely when cycles are quick, and at each when they are slow", () => {
  assert.ok(play("tty", 100_000, 0.01).reads < 300);
  assert.equal(play("tty", 20, 4000).reads, 20);
});

Deno.test("a pace that slows down is followed", () => {
  const written: string[] = [];
  let now = 0;
  const settings = {
    from: FROM,
    until: UNTIL,
    startEquityUsd: 10_000,
    write: (text: string) => written.push(text),
  };
  const progress = createProgress({ ...settings, out: "tty", columns: () => 100, nowMs: () => now });
  const step = (cycles: number, cycleMs: number): void => {
    for (let cycle = 0; cycle < cycles; cycle++) {
      progress.update({ time: FROM, equityUsd: 10_000, candles: 0 });
      now += cycleMs;
    }
  };
  step(5000, 0.01);
  step(2500, 3000);
  written.length = 0;
  step(10, 3000);
  assert.equal(written.length, 10);
});

Deno.test("without a terminal there is a line now and then, ever fewer", () => {
  assert.equal(play("plain", 35_000, 0.05).written.length, 0);
  const { written } = play("plain", 35_000, 20 / 35);
  assert.ok(written.length >= 8 && written.length <= 10, `${written.length} lines`);
  for (const text of written) assert.match(text, /^2024-\d\d-\d\d \d\d:\d\d {3}[ \w%.,+()/-]*\n$/);
  assert.ok(play("plain", 3600, 1000).written.length < 80);
});

Deno.test("with --json there is silence", () => {
  assert.deepEqual(play("none", 1000, 100), { written: [], reads: 0 });
});

Deno.test("a range without length does not divide by it", () => {
  const written: string[] = [];
  let now = 0;
  const write = (text: string): void => void written.push(text);
  const progress = createProgress({
    from: FROM,
    until: FROM,
    startEquityUsd: 0,
    out: "tty",
    write,
    columns: () => 100,
    nowMs: () => now += 500,
  });
  for (let cycle = 0; cycle < 3; cycle++) progress.update({ time: FROM, equityUsd: 0, candles: 0 });
  assert.match(written[0], /100 % {3}equity 0\.00 \(0\.00 %\) {3}0 candles\/s {3}ETA \?/);
});
