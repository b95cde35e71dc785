import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { paperTime, realPace } from "./paper_pace.ts";

const NO_SKEW = () => null;

Deno.test("whatever is late is over by half of the interval, and within a minute on a long one", () => {
  const of = (interval: "1m" | "15m") => {
    const { leftAfterMs, timeliness: { deadlineMs, missedAfterMs } } = realPace(interval, NO_SKEW);
    return [leftAfterMs, deadlineMs, missedAfterMs];
  };
  deepStrictEqual(of("1m"), [30_000, 20_000, 30_000]);
  deepStrictEqual(of("15m"), [60_000, 20_000, 60_000]);
});

Deno.test("on a served market a run goes until its data ends and nothing is late; else it has no end", () => {
  const clock = { now: () => 1000 };
  const real = { interval: "15m", clockSkewMs: NO_SKEW, nakedLimitMs: 7000 } as const;
  const served = paperTime(clock, { span: { from: 0, until: 5000 } }, real);
  deepStrictEqual([served.range, served.isSimulatedTime, served.graceMs], [
    { from: 1000, until: 5000 },
    true,
    0,
  ]);
  strictEqual(served.bounds, undefined);
  const own = paperTime(clock, null, real);
  deepStrictEqual([own.range, own.isSimulatedTime], [{ from: 1000, until: Infinity }, false]);
  strictEqual(own.bounds?.nakedLimitMs, 7000);
});
