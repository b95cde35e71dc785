import { z } from "zod";
import { minuteOf } from "../../model/civil_date.ts";
import { HOUR_MS } from "../../model/interval.ts";
import { percentText } from "./shown_text.ts";
import { errorText, type Tool, toolOf } from "./tool.ts";
import { assetSchema, type ToolScope } from "./tool_scope.ts";

const MAX_HOURS = 72;
const DECIMALS = 5;

/** Funding rates of an asset. */
export function fundingTool(scope: ToolScope): Tool {
  const { sight } = scope;
  return toolOf({
    name: "fetch_funding",
    description:
      `The hourly funding rates of the last hours, oldest first, at most ${MAX_HOURS}; longs pay them where ` +
      "they are above zero.",
    schema: z.strictObject({ asset: assetSchema(scope), hours: z.int().min(1).max(MAX_HOURS) }),
    look: async ({ asset: name, hours }, { history, observation }) => {
      const asset = sight.assetOf(name)!;
      const { times, rates } = await history.funding(asset, observation.close - hours * HOUR_MS);
      if (times.length === 0) return errorText(`no rates are recorded for the last ${hours} hours`);
      const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
      return [
        `${name}, ${times.length} rates, mean ${percentText(mean, DECIMALS)} an hour`,
        ...times.map((time, index) => `${minuteOf(sight.time(time))} ${percentText(rates[index], DECIMALS)}`),
      ].join("\n");
    },
  });
}
