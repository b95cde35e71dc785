import { strictEqual, throws } from "node:assert/strict";
import type { Metrics } from "../../engine/mod.ts";
import { CHOICES } from "./choices.ts";
import { BEGIN, END, renderTable, withTable } from "./table.ts";

function metrics(totalReturn: number, trades: number, maxDrawdown: number): Metrics {
  return { totalReturn, trades, maxDrawdown } as Metrics;
}

Deno.test("the table holds each choice against the usual one", () => {
  const [usual, none] = CHOICES;
  const rows = [
    { choice: usual, metrics: metrics(0.0123, 12, 0.05) },
    { choice: none, metrics: metrics(-0.0077, 1234, 0.1) },
    { choice: none, metrics: metrics(0.012301, 0, 0) },
  ];
  strictEqual(
    renderTable([{ agent: "trend", source: "some", rows }]),
    `**trend** on some candles

| choice | return | change | trades | max drawdown |
| --- | --: | --: | --: | --: |
| as usual | +1.23 % |  | 12 | −5.00 % |
| \`--slippage none\` | −0.77 % | −2.00 points | 1234 | −10.00 % |
| \`--slippage none\` | +1.23 % | 0.00 points | 0 | 0.00 % |
`,
  );
});

Deno.test("the table takes the place of the one before, and a page without a place for it is refused", () => {
  strictEqual(withTable(`a\n${BEGIN}\nold\n${END}\nb\n`, "new\n"), `a\n${BEGIN}\n\nnew\n\n${END}\nb\n`);
  throws(() => withTable("a", "new"), /no "<!-- table/);
  throws(() => withTable(`${END}${BEGIN}`, "new"), /no "<!-- table/);
});
