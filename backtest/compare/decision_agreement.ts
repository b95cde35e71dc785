import type { RunIndex } from "../../engine/mod.ts";

/** How often two runs decided the same. */
export interface DecisionAgreement {
  /** Decision times at which both were asked, times the assets that both trade. */
  readonly points: number;
  readonly equal: number;
  /** Points at which at least one did more than hold. */
  readonly acted: number;
  readonly actedEqual: number;
}

/** Counts equal actions; what is no decision is a hold. `assets`: those that both trade. */
export function decisionAgreement(
  first: RunIndex,
  second: RunIndex,
  assets: readonly string[],
): DecisionAgreement {
  const theirs = closesOf(second);
  const common = new Set([...closesOf(first)].filter((close) => theirs.has(close)));
  const isCounted = ([close, asset]: RunIndex["decisions"][number]): boolean =>
    common.has(close) && assets.includes(asset);
  const [ours, others] = [first, second].map(({ decisions }) =>
    new Map(decisions.filter(isCounted).map(([close, asset, action]) => [`${close} ${asset}`, action]))
  );
  const places = new Set([...ours.keys(), ...others.keys()]);
  let [acted, actedEqual, idle] = [0, 0, 0];
  for (const place of places) {
    const [one, other] = [ours.get(place) ?? "hold", others.get(place) ?? "hold"];
    // A hold that moves an exit is written down; for an action it is a hold like any.
    if (one === "hold" && other === "hold") idle++;
    else acted++;
    if (one !== "hold" && one === other) actedEqual++;
  }
  const points = common.size * assets.length;
  const neverTold = points - places.size;
  return { points, equal: neverTold + idle + actedEqual, acted, actedEqual };
}

function closesOf({ asked }: RunIndex): Set<number> {
  const closes = new Set<number>();
  for (const [first, last, count] of asked) {
    const step = count === 1 ? 0 : (last - first) / (count - 1);
    for (let index = 0; index < count; index++) closes.add(first + index * step);
  }
  return closes;
}
