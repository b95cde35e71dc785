import type { Obstacle } from "../../engine/mod.ts";

/** What a refusal by status says somebody must change. */
const BY_STATUS: ReadonlyMap<number, Obstacle> = new Map([
  [401, "key"],
  [402, "credit"],
  [403, "key"],
  [404, "model"],
]);
/** Used-up credit comes as "too many requests" from OpenAI: no wait helps. */
const NO_CREDIT = /insufficient_quota|exceeded your current quota/i;
/** A model's name that nobody has comes as a bad request from some. */
const NO_MODEL = /not a valid model|unknown model|invalid model|model .{0,80}(not found|does not exist)/i;

/** What stands in the way of an answer until somebody changes it; null: nothing known, asking again may help. */
export function obstacleOf(
  { status, reason }: { readonly status: number; readonly reason: string },
): Obstacle | null {
  if (status === 429) return NO_CREDIT.test(reason) ? "credit" : null;
  if (status === 400 || status === 422) return NO_MODEL.test(reason) ? "model" : null;
  return BY_STATUS.get(status) ?? null;
}
