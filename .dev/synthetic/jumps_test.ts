import assert from "node:assert/strict";
import { drawJumps } from "./jumps.ts";
import { JUMPS, MINUTE_MS, MONTH_STARTS_MS, OUTAGE, START_MS, SYMBOLS } from "./parameters.ts";

const DAY_MS = 24 * 60 * MINUTE_MS;
const jumps = drawJumps();

function minutesOfJumps(): number[] {
  return Array.from(jumps.returns.BTC.keys()).filter((minute) => jumps.returns.BTC[minute] !== 0);
}

Deno.test("jumps keep a day's distance from the months' starts and hours from the outage", () => {
  const times = minutesOfJumps().map((minute) => START_MS + minute * MINUTE_MS);
  assert.ok(times.length > JUMPS.count, "each jump takes more than one minute");
  assert.ok(times.every((time) => MONTH_STARTS_MS.every((start) => Math.abs(start - time) > DAY_MS)));
  assert.ok(times.every((time) => Math.abs(OUTAGE.fromMs - time) > DAY_MS / 2));
});

Deno.test("every asset jumps in the same minutes, the smaller coins further", () => {
  const minutes = minutesOfJumps();
  const reach = SYMBOLS.map((symbol) =>
    minutes.reduce((sum, minute) => sum + Math.abs(jumps.returns[symbol][minute]), 0)
  );
  for (const symbol of SYMBOLS) {
    assert.equal(jumps.returns[symbol].filter((value) => value !== 0).length, minutes.length);
  }
  assert.ok(reach[0] < reach[1] && reach[1] < reach[2], `reach ${reach}`);
});

Deno.test("after a jump the market is lively for hours, and most of the year it is not", () => {
  const start = minutesOfJumps()[0];
  assert.ok(jumps.echo[start] > 0.3, `echo ${jumps.echo[start]}`);
  assert.equal(jumps.echo[start - 1], 0);
  const later = jumps.echo[start + JUMPS.kickHalfLifeMinutes];
  assert.ok(
    Math.abs(later / jumps.echo[start] - 0.5) < 0.01,
    `half is left after the half-life, not ${later}`,
  );
  const share = jumps.echo.filter((value) => value > 0.1).length / jumps.echo.length;
  assert.ok(share > 0.01 && share < 0.2, `share of lively minutes ${share}`);
});
