import { z } from "zod";
import { minuteOf } from "../../model/civil_date.ts";
import {
  createIndicator,
  type IndicatorSpec,
  indicatorSpecSchema,
  outputNames,
} from "../../indicators/mod.ts";
import type { CandleWindow } from "../../model/candles.ts";
import { isPriceLike } from "./price_like.ts";
import { figuresText } from "./shown_text.ts";
import { errorText, type Tool, toolOf } from "./tool.ts";
import { assetSchema, intervalSchema, type ToolScope } from "./tool_scope.ts";

const MAX_VALUES = 50;
/**
 * It is fed so many warm-ups before its first value: what is left of its seed then, less than a millionth, is below the
 * figures shown, so that it does not matter where the candles begin.
 */
const WARM_UPS = 4;
/** More candles are not asked for than this, or than one warm-up where that is longer. */
const MAX_FED = 1500;

/** Any indicator there is, over the closed candles of an asset. */
export function indicatorTool(scope: ToolScope): Tool {
  return toolOf({
    name: "fetch_indicator",
    description: `The last values of an indicator over closed candles, oldest first, at most ${MAX_VALUES}.`,
    schema: z.strictObject({
      asset: assetSchema(scope),
      interval: intervalSchema(scope),
      indicator: indicatorSpecSchema.describe("Periods count candles."),
      values: z.int().min(1).max(MAX_VALUES),
    }),
    look: async ({ asset: name, interval, indicator: spec, values }, { history }) => {
      const asset = scope.sight.assetOf(name)!;
      const { warmUp } = createIndicator(spec);
      const fed = Math.max(warmUp, Math.min(WARM_UPS * warmUp, MAX_FED));
      const window = await history.candles(asset, interval, fed + values);
      const count = Math.min(values, window.length - Math.max(0, warmUp - 1));
      if (count <= 0) {
        return errorText(`${window.length} candles of ${interval} are not enough; it needs ${warmUp}`);
      }
      const series = seriesOf(spec, window, count);
      const last = minuteOf(scope.sight.time(window.closeTime(window.length - 1)));
      const lines = series.map(({ output, figures }) => {
        const shown = isPriceLike(output) ? figures.map((value) => scope.sight.price(asset, value)) : figures;
        return `${output}: ${figuresText(shown)}`;
      });
      return [`${name} ${interval}, ${count} values up to ${last}`, ...lines].join("\n");
    },
  });
}

/** The last `count` values of every output, fed with the whole window. */
function seriesOf(
  spec: IndicatorSpec,
  window: CandleWindow,
  count: number,
): readonly { readonly output: string; readonly figures: number[] }[] {
  const indicator = createIndicator(spec);
  const series = outputNames(indicator).map((output) => ({ output, figures: [] as number[] }));
  for (let index = 0; index < window.length; index++) {
    indicator.push(window.high(index), window.low(index), window.close(index));
    if (index < window.length - count) continue;
    series.forEach(({ figures }, output) => figures.push(indicator.value(output)));
  }
  return series;
}
