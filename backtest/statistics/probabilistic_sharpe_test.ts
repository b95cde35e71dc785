import assert from "node:assert/strict";
import { minimumTrackRecord, probabilisticSharpe } from "./probabilistic_sharpe.ts";
import { nearPart } from "./testing/near.ts";

/** The example of Bailey and López de Prado, methods.md A3. */
const SHAPE = { sharpe: 0.036 / 0.079, count: 24, skewness: -2.448, kurtosis: 10.164 };
const NORMAL = { ...SHAPE, skewness: 0, kurtosis: 3 };

Deno.test("the probabilistic Sharpe ratio of methods.md A3, the form of 2012", () => {
  nearPart(probabilisticSharpe(SHAPE)!, 0.912709339595, 1e-11);
  nearPart(probabilisticSharpe(NORMAL)!, 0.981242722309, 1e-11);
  nearPart(probabilisticSharpe(SHAPE, 0.1)!, 0.855360618591, 1e-11);
});

Deno.test("the minimum track record length of methods.md A3", () => {
  nearPart(minimumTrackRecord(SHAPE)!, 34.761357804, 1e-10);
  nearPart(minimumTrackRecord(NORMAL)!, 15.381550043, 1e-10);
  assert.equal(minimumTrackRecord({ ...SHAPE, sharpe: -0.1 }), null);
});

Deno.test("where skewness leaves no spread there is no answer", () => {
  assert.equal(probabilisticSharpe({ sharpe: 2, count: 24, skewness: 2, kurtosis: 1 }), null);
});
