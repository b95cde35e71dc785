import { z } from "zod";
import { minuteOf } from "../../model/civil_date.ts";
import { figureText } from "./shown_text.ts";
import { errorText, type Tool, toolOf } from "./tool.ts";
import { assetSchema, intervalSchema, type ToolScope } from "./tool_scope.ts";

const MAX_CANDLES = 50;

/** Closed candles of an asset. */
export function candlesTool(scope: ToolScope): Tool {
  const { sight } = scope;
  return toolOf({
    name: "fetch_candles",
    description:
      `The last closed candles, oldest first, at most ${MAX_CANDLES}: close time, open, high, low, close, ` +
      "volume in coins.",
    schema: z.strictObject({
      asset: assetSchema(scope),
      interval: intervalSchema(scope),
      candles: z.int().min(1).max(MAX_CANDLES),
    }),
    look: async ({ asset: name, interval, candles }, { history }) => {
      const asset = sight.assetOf(name)!;
      const window = await history.candles(asset, interval, candles);
      if (window.length === 0) return errorText(`there are no candles of ${interval}`);
      const price = (value: number) => figureText(sight.price(asset, value));
      const lines = [`${name} ${interval}, ${window.length} candles`];
      for (let index = 0; index < window.length; index++) {
        const time = minuteOf(sight.time(window.closeTime(index)));
        const prices = [window.open(index), window.high(index), window.low(index), window.close(index)].map(
          price,
        );
        lines.push(`${time} ${prices.join(" ")} ${figureText(sight.size(asset, window.volume(index)))}`);
      }
      return lines.join("\n");
    },
  });
}
