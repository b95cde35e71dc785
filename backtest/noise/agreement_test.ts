import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { agreementOf, agreementOfAnswers } from "./agreement.ts";

/** Of methods.md A2: how many of five answers said buy, hold, sell. */
const ROWS = [[5, 0, 0], [4, 1, 0], [0, 5, 0], [2, 2, 1], [0, 1, 4], [3, 0, 2]];

function near(found: number | null, wanted: number): void {
  ok(found !== null && Math.abs(found - wanted) < 1e-12, `${found}, wanted ${wanted}`);
}

Deno.test("Fleiss' kappa, modal agreement and TARa@5 are those of methods.md", () => {
  const found = agreementOf(ROWS)!;
  near(found.fleissKappa, 0.425087108014);
  near(found.modal, 0.766666666667);
  near(found.allEqual, 0.333333333333);
  deepStrictEqual([found.points, found.samples], [6, 5]);
  ok(found.interval.low < 1 / 3 && found.interval.high > 1 / 3);
});

Deno.test("answers as they are give the same as their counts", () => {
  const words = ["buy", "hold", "sell"];
  const answers = ROWS.map((row) =>
    row.flatMap((count, kind) => Array.from({ length: count }, () => words[kind]))
  );
  const [a, b] = [agreementOfAnswers(answers)!, agreementOf(ROWS)!];
  near(a.fleissKappa, b.fleissKappa!);
  near(a.modal, b.modal);
  strictEqual(a.allEqual, b.allEqual);
});

Deno.test("answers that never differ agree in full; where there is only one answer, chance does as well", () => {
  const always = agreementOfAnswers([["buy", "buy"], ["sell", "sell"]])!;
  deepStrictEqual([always.allEqual, always.modal, always.fleissKappa], [1, 1, 1]);
  strictEqual(agreementOfAnswers([["hold", "hold"], ["hold", "hold"]])!.fleissKappa, null);
  strictEqual(agreementOf([]), null);
});

Deno.test("answers that never agree have less than chance", () => {
  ok(agreementOfAnswers([["a", "b"], ["b", "a"]])!.fleissKappa! < 0);
});
