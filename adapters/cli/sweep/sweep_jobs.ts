import type { SweepMark } from "../../../engine/mod.ts";
import type { FamilyJob } from "../family_member.ts";
import type { SweepOptions } from "./sweep_options.ts";
import type { Point } from "./sweep_space.ts";
import type { SweepPlan } from "./sweep_plan.ts";
import type { SweepState } from "./sweep_state.ts";

/** A run of a sweep, as it is handed to whoever plays it: plain data. */
export interface SweepJob extends FamilyJob {
  readonly sweep: SweepMark;
}

/** What jobs are made of. */
export interface JobParts {
  readonly familyId: string;
  readonly sweep: SweepOptions;
  readonly plan: Pick<SweepPlan<unknown>, "marketOf" | "windows" | "jobs">;
  readonly state: SweepState;
}

/** What a walk forward does one after the other: nothing is tried before all is chosen. */
export type Phase = "all" | "test";

/** The jobs of a phase that are still to be done, each made when it is asked for. */
export function* sweepJobs(parts: JobParts, phase: Phase): Iterable<SweepJob> {
  const { sweep, plan, state } = parts;
  const { points } = sweep;
  const windows = plan.windows.length;
  const [first, end] = phase === "all" ? [0, points * Math.max(1, windows)] : [points * windows, plan.jobs];
  for (let job = first; job < end; job++) {
    if (state.isDone(job)) continue;
    const place = phase === "all" ? job % points : state.chosenIn(job - first)?.place ?? null;
    // A window in which no settings had a Sharpe ratio chose none.
    if (place !== null) yield jobOf(parts, job, place);
  }
}

function jobOf({ familyId, sweep, plan }: JobParts, job: number, place: number): SweepJob {
  const options = sweep.optionsAt(place);
  const market = plan.marketOf(options);
  const mark = markOf(job, {
    points: sweep.points,
    windows: plan.windows.length,
    point: sweep.pointAt(place),
  });
  if (mark.part === undefined) return { options, familyId, market, sweep: mark };
  const range = plan.windows[mark.window!][mark.part];
  return { options: { ...options, ...range }, familyId, market, sweep: mark };
}

function markOf(
  job: number,
  { points, windows, point }: { readonly points: number; readonly windows: number; readonly point: Point },
): SweepMark {
  if (windows === 0) return { job, point };
  const isTest = job >= points * windows;
  const window = isTest ? job - points * windows : Math.floor(job / points);
  return { job, point, part: isTest ? "test" : "train", window };
}
