import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { observationOf } from "../testing/observations.ts";
import { copyObservation, shownCopy } from "./observation_copy.ts";
import { observationJson } from "./observation_json.ts";

const SERIES = {
  close: [100, 101, 102],
  "macd12-26-9.line": [NaN, 1, 2],
  "macd12-26-9.signal": [0, 0, 7],
  rsi14: 50,
};
const given = observationOf(
  [{ asset: "BTC", price: 42, on: { decision: SERIES, "4h": { close: 99 } } }, { asset: "ETH", on: {} }],
  { sharpe: () => 1.5 },
  [{ asset: "SOL", reason: "no price" }],
);

/** What is there after it was sent somewhere. */
const shown = shownCopy(structuredClone(copyObservation(given)));

Deno.test("a copy shows all that the observation does, wherever it was sent", () => {
  deepStrictEqual(observationJson(shown), observationJson(given));
  strictEqual(shown.account.sharpe(), 1.5);
  const [btc] = shown.assets;
  const line = btc.on().series("macd12-26-9.line");
  deepStrictEqual([line.last, line.at(1), line.values(2), line.values(9)], [2, 1, [1, 2], [NaN, 1, 2]]);
  deepStrictEqual([btc.on("4h").closes.last, btc.on().closes.values()], [99, [100, 101, 102]]);
});

Deno.test("an indicator's id alone is its first output; what was not declared is refused as it was there", () => {
  const [btc] = shown.assets;
  strictEqual(btc.on().series("macd12-26-9").last, 2);
  strictEqual(btc.on().series("rsi14").last, 50);
  throws(() => btc.on("1h"), /^Error: no candles of 1h were declared; declared: 15m, 4h$/);
  throws(() => btc.on("4h").series("rsi14"), /^Error: no indicator rsi14 on 4h; declared: close$/);
  throws(() => btc.on().closes.at(3), /^RangeError: value 3 of the last 3$/);
});
