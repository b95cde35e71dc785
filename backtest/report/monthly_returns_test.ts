import assert from "node:assert/strict";
import { DAY_MS } from "../../engine/mod.ts";
import { cycle, daily, figuresOf, START, transfer } from "../metrics/testing/entries.ts";
import { MonthlyReturns } from "./monthly_returns.ts";

Deno.test("midnight on the first ends the month before; the months compound to the run's return", () => {
  // START is 2025-01-01; the 32nd value is that of 2025-02-01T00:00Z.
  const equities = Array.from({ length: 70 }, (_, day) => 10_000 + 100 * day - (day === 20 ? 1000 : 0));
  const months = new MonthlyReturns();
  for (const entry of daily(equities)) months.add(entry);
  const found = months.result();
  assert.deepEqual(found.map(({ month }) => month), ["2025-01", "2025-02", "2025-03"]);
  assert.equal(found[0].return, equities[31] / equities[0] - 1);
  assert.equal(found[1].return, equities[59] / equities[31] - 1);
  assert.equal(found[0].maxDrawdown, equities[20] / equities[19] - 1);
  assert.equal(found[1].maxDrawdown, 0);
  const whole = found.reduce((product, one) => product * (1 + one.return), 1) - 1;
  assert.ok(Math.abs(whole - figuresOf(daily(equities)).metrics.totalReturn) < 1e-12);
});

Deno.test("a deposit is no return, and a fall from the month before counts in its own month", () => {
  const months = new MonthlyReturns();
  const entries = [
    cycle(START + 30 * DAY_MS, 100, { transfers: [transfer(100)] }),
    cycle(START + 31 * DAY_MS, 110),
    cycle(START + 32 * DAY_MS, 199, { transfers: [transfer(100)] }),
  ];
  for (const entry of entries) months.add(entry);
  const [january, february] = months.result();
  assert.ok(Math.abs(january.return - 0.1) < 1e-12);
  assert.ok(Math.abs(february.return - (1 - 11 / 210 - 1)) < 1e-12, String(february.return));
  assert.equal(february.maxDrawdown, february.return);
  assert.deepEqual(new MonthlyReturns().result(), []);
});
