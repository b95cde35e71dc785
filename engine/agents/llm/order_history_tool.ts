import { z } from "zod";
import { decisionLine, fillLine, orderLine, tradeLine } from "./history_lines.ts";
import { type Tool, toolOf } from "./tool.ts";
import { assetSchema, type ToolScope } from "./tool_scope.ts";

/** What was decided, ordered, filled and closed. */
export function orderHistoryTool(scope: ToolScope): Tool {
  const { sight } = scope;
  return toolOf({
    name: "fetch_order_history",
    description:
      "Your last decisions with what became of them (10), the last fills (20), the last closed trades (20) " +
      "and the waiting orders, oldest first; of one asset, or of all with null.",
    schema: z.strictObject({ asset: assetSchema(scope).nullable() }),
    look: ({ asset: name }, { observation: { account } }) => {
      const only = name === null ? null : sight.assetOf(name);
      const of = <T extends { readonly asset: string }>(list: readonly T[]): readonly T[] =>
        only === null ? list : list.filter(({ asset }) => asset === only);
      const { decisions, fills, closedTrades, openOrders } = account;
      return [
        ...section("decisions", of(decisions).map((decision) => decisionLine(decision, sight))),
        ...section("fills", of(fills).map((fill) => fillLine(fill, sight))),
        ...section("closed trades", of(closedTrades).map((trade) => tradeLine(trade, sight))),
        ...section(
          "waiting orders",
          of(openOrders).map((order) => `${sight.name(order.asset)} ${orderLine(order, sight)}`).sort(),
        ),
      ].join("\n");
    },
  });
}

function section(title: string, lines: readonly string[]): string[] {
  return [`# ${title}`, ...(lines.length === 0 ? ["none"] : lines)];
}
