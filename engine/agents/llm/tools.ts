import { candlesTool } from "./candles_tool.ts";
import { fundingTool } from "./funding_tool.ts";
import { indicatorTool } from "./indicator_tool.ts";
import { orderHistoryTool } from "./order_history_tool.ts";
import type { Tool } from "./tool.ts";
import type { ToolScope } from "./tool_scope.ts";

/** All tools of a run, in the order the model is shown them. */
export function toolsFor(scope: ToolScope): readonly Tool[] {
  return [indicatorTool(scope), candlesTool(scope), fundingTool(scope), orderHistoryTool(scope)];
}
