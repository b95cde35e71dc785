import type { Arrival, KillPoint, Phase } from "./killing_proxy.ts";

/** A request of a kind of cycle: it stands for that request in each such cycle. */
interface KindRequest extends Pick<KillPoint, "phase" | "name" | "nth"> {
  /** What a cycle sends, in order: `updateLeverage order`; `start`, `quiet`. */
  readonly kind: string;
}

const PHASES: readonly Phase[] = ["before", "after"];
const SENT = "/exchange ";
const START = "start";
const FIRST_LOOK = "/info frontendOpenOrders";

/**
 * Of each kind of cycle in a run that nobody killed each request, before and after, and each kind of request of a process
 * that starts again: as many runs as that takes, each with its points.
 */
export function everyPoint(arrivals: readonly Arrival[]): readonly (readonly KillPoint[])[] {
  const cycles = cyclesOf(arrivals);
  const left = requestsOf(cycles);
  const again = [...startingIn(cycles)].flatMap((name) => PHASES.map((phase) => ({ name, phase })));
  const plans: KillPoint[][] = [];
  while (left.length > 0) {
    const points: KillPoint[] = [];
    for (const [close, cycle] of cycles) {
      const kind = kindOf(cycle);
      const at = left.findIndex((one) => one.kind === kind && cycle.some((its) => isSame(its, one)));
      if (at < 0) continue;
      const [{ nth, name, phase }] = left.splice(at, 1);
      points.push({ close, nth, name, phase });
      if (again.length > 0) points.push({ close, nth: null, ...again.shift()! });
    }
    plans.push(points);
  }
  return plans;
}

/**
 * Points of one run: each request by its name once, those that do something before and after. Of a process that starts
 * again each that no cycle has.
 */
export function eachRequest(arrivals: readonly Arrival[]): readonly KillPoint[] {
  const cycles = cyclesOf(arrivals);
  const inCycles = new Set(arrivals.filter(({ close }) => close > 0).map(({ name }) => name));
  const left = [...inCycles].sort((a, b) => Number(acts(b)) - Number(acts(a))).flatMap((name, index) =>
    PHASES.filter((_, at) => acts(name) || at === index % 2).map((phase) => ({ name, phase }))
  );
  const again = [...startingIn(cycles)].filter((name) => !inCycles.has(name))
    .map((name, index) => ({ name, phase: PHASES[index % 2] }));
  const points: KillPoint[] = [];
  for (const [close, cycle] of cycles) {
    if (close === 0) continue;
    const at = left.findIndex(({ name }) => cycle.some((one) => one.name === name));
    if (at < 0) continue;
    const [{ name, phase }] = left.splice(at, 1);
    points.push({ close, nth: 0, name, phase });
    if (again.length > 0) points.push({ close, nth: null, ...again.shift()! });
  }
  return points;
}

/** What a cycle is known by: what it sends, in order. */
export function kindOf(cycle: readonly Arrival[]): string {
  if (cycle[0].close === 0) return START;
  const sent = cycle.filter(({ name }) => name.startsWith(SENT)).map(({ name }) => name.slice(SENT.length));
  return sent.join(" ") || "quiet";
}

/** The requests of a run by the close of their cycle. */
export function cyclesOf(arrivals: readonly Arrival[]): ReadonlyMap<number, readonly Arrival[]> {
  return Map.groupBy(arrivals, ({ close }) => close);
}

/** What a process asks before it looks at its account, whether it begins or goes on. */
function startingIn(cycles: ReadonlyMap<number, readonly Arrival[]>): ReadonlySet<string> {
  const names = cycles.get(0)!.map(({ name }) => name);
  return new Set(names.slice(0, names.indexOf(FIRST_LOOK)));
}

/** Of each kind the requests of its longest cycle, in both phases. */
function requestsOf(cycles: ReadonlyMap<number, readonly Arrival[]>): KindRequest[] {
  const longest = new Map<string, readonly Arrival[]>();
  for (const cycle of cycles.values()) {
    const kind = kindOf(cycle);
    if (cycle.length > (longest.get(kind)?.length ?? 0)) longest.set(kind, cycle);
  }
  return [...longest].flatMap(([kind, cycle]) =>
    cycle.flatMap(({ nth, name }) => PHASES.map((phase) => ({ kind, nth, phase, name })))
  );
}

function isSame(one: Pick<KillPoint, "name" | "nth">, other: Pick<KillPoint, "name" | "nth">): boolean {
  return one.name === other.name && one.nth === other.nth;
}

/** Whether a request changes something at the venue. */
function acts(name: string): boolean {
  return name.startsWith(SENT) || name === "/sim/advance";
}
