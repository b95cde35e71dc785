import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ScriptedMarketData } from "../testing/scripted_market_data.ts";
import { SettableClock } from "../testing/settable_clock.ts";
import { HOUR, MIDNIGHT, QUARTER } from "../testing/times.ts";
import { HistoryAt } from "./history_at.ts";

Deno.test("candles and funding end at the moment, however far the clock has gone on", async () => {
  const clock = new SettableClock(MIDNIGHT);
  const marketData = new ScriptedMarketData(clock);
  const closes = Array.from({ length: 20 }, (_, index) => MIDNIGHT + (index - 9) * QUARTER);
  marketData.give("ETH", "15m", closes.map((close, index) => ({ close, price: 100 + index })));
  const times = [-1, 0, 1].map((hour) => MIDNIGHT + hour * HOUR);
  marketData.funding = () => Promise.resolve({ times, rates: [1, 2, 3] });
  const history = new HistoryAt({ clock, marketData }, MIDNIGHT);
  for (const later of [0, 1, QUARTER, 5 * QUARTER + 1]) {
    clock.set(MIDNIGHT + later);
    for (const count of [1, 3, 10]) {
      const window = await history.candles("ETH", "15m", count);
      strictEqual(window.length, count, `${count}, ${later} ms later`);
      strictEqual(window.closeTime(count - 1), MIDNIGHT);
      strictEqual(window.close(count - 1), 109);
    }
    strictEqual((await history.candles("ETH", "15m", 50)).length, 10);
    deepStrictEqual(await history.funding("ETH", 0), { times: times.slice(0, 2), rates: [1, 2] });
  }
  strictEqual((await history.candles("SOL", "15m", 3)).length, 0);
});
