import { deepStrictEqual } from "node:assert/strict";
import { diaryDifference } from "../../parity/diary_difference.ts";
import { cyclesOf, kindOf } from "./kill_plan.ts";
import { type KilledRun, killedRun } from "./killed_run.ts";
import type { Arrival, KillPoint } from "./killing_proxy.ts";
import { brokenAfter } from "./live_invariants.ts";

/** Half a day, in which every kind of order is sent. */
const RANGE = { from: "2024-01-02T00:00", to: "2024-01-02T12:00" };

/** Where a run was killed, and in what kind of cycle. */
export interface KilledAt extends KillPoint {
  readonly kind: string;
}

/**
 * Plays a run that nobody kills, and then for each list of points that `plansOf` makes of its requests one that is killed
 * there, and holds what it left against the first. Throws where they differ, a law is broken or a point is passed by.
 * `onRun` is told after each.
 */
export async function killEverywhere(
  plansOf: (arrivals: readonly Arrival[]) => readonly (readonly KillPoint[])[],
  onRun: (line: string) => void = () => undefined,
): Promise<readonly KilledAt[]> {
  const calm = await killedRun({ ...RANGE, points: [] });
  mustHold(calm, calm);
  const cycles = cyclesOf(calm.arrivals);
  const killed: KilledAt[] = [];
  const plans = plansOf(calm.arrivals);
  for (const [index, points] of plans.entries()) {
    const run = await killedRun({ ...RANGE, points });
    mustHold(run, calm);
    deepStrictEqual(run.killed, points);
    for (const point of points) killed.push({ ...point, kind: kindAt(point, cycles) });
    onRun(`run ${index + 1} of ${plans.length}: killed at ${killed.length} points`);
  }
  return killed;
}

function kindAt({ close, nth }: KillPoint, cycles: ReturnType<typeof cyclesOf>): string {
  return nth === null ? "starting again" : kindOf(cycles.get(close)!);
}

/** The diary of the run that nobody killed, byte for byte, and what holds of each run. */
function mustHold(run: KilledRun, calm: KilledRun): void {
  const at = ({ phase, name, close }: KillPoint) => `${phase} ${name} of ${new Date(close).toISOString()}`;
  const where = `killed ${run.killed.map(at).join(", ")}`;
  deepStrictEqual(diaryDifference(calm.lines, run.lines), null, where);
  deepStrictEqual(brokenAfter(run), [], where);
  const naked = run.entries.flatMap((entry) => entry.kind === "cycle" ? entry.naked ?? [] : []);
  deepStrictEqual(naked, [], where);
}
