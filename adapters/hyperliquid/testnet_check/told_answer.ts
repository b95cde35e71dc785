/** An answer as one line that says the same wherever the same was answered: without ids, prices and addresses. */

import { z } from "zod";
import { decimalWire } from "../trading/decimal_wire.ts";
import { plainReason } from "../trading/answers_wire.ts";

const statusSchema = z.union([
  z.object({ error: z.string() }),
  z.object({ resting: z.object({ oid: z.int() }) }),
  z.object({ filled: z.object({ totalSz: decimalWire }) }),
  z.string(),
]);
const answerSchema = z.union([
  z.object({ status: z.literal("err"), response: z.string() }),
  z.object({ response: z.object({ data: z.object({ statuses: z.array(statusSchema) }) }) }),
  z.object({ status: z.literal("ok"), response: z.object({ type: z.literal("default") }) }),
]);

/** What an action came to; `sizes`: of its orders, in coins, that one can tell what was filled of them. */
export function toldAnswer(answer: unknown, sizes: readonly number[] = []): string {
  const read = answerSchema.safeParse(answer);
  if (!read.success) return `cannot be read: ${JSON.stringify(answer)?.slice(0, 100)}`;
  const { data } = read;
  if ("status" in data && data.status === "err") return `refused: ${withoutNumbers(data.response)}`;
  if (typeof data.response === "string" || "type" in data.response) return "done";
  return data.response.data.statuses.map((status, at) => toldStatus(status, sizes[at])).join(", ");
}

function toldStatus(status: z.infer<typeof statusSchema>, size: number | undefined): string {
  if (typeof status === "string") return status;
  if ("error" in status) return `error: ${withoutNumbers(status.error)}`;
  if ("resting" in status) return "resting";
  return `filled${status.filled.totalSz === size ? "" : " in part"}`;
}

/** Best prices and addresses are another venue's; the numbers of rules are kept. */
function withoutNumbers(text: string): string {
  return plainReason(text).replace(/[\d.]+@[\d.]+/, "BID@ASK").replace(/0x[0-9a-f]{40}/gi, "ADDRESS");
}
