import { createIndicator, outputNames } from "../../indicators/mod.ts";
import type { Interval } from "../../model/interval.ts";
import type { Need } from "../agent.ts";
import type { Outputs } from "./contract.ts";

/** What an agent with these needs sees on each interval: "close", then every indicator's outputs, each once. */
export function outputsOf(needs: readonly Need[], decision: Interval): Outputs {
  const seen = new Map<Interval, string[]>([[decision, ["close"]]]);
  for (const { interval, indicators } of needs) {
    const of = interval === "decision" ? decision : interval;
    const names = seen.get(of) ?? ["close"];
    seen.set(of, names);
    for (const own of indicators.map((spec) => outputNames(createIndicator(spec)))) {
      names.push(...own.filter((name) => !names.includes(name)));
    }
  }
  return seen;
}
