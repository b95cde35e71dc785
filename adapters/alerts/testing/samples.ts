import type { Alert } from "../alert.ts";

/** The run of the tests. */
export const RUN = { id: "7f3a0001", mode: "paper · mainnet" };

/** 2024-01-12 08:15 UTC. */
export const AT = Date.UTC(2024, 0, 12, 8, 15);

/** A fault, with what is given before it. */
export function alertOf(given: Partial<Alert> = {}): Alert {
  return { kind: "fault", time: AT, asset: "BTC", text: "sync: gone; held", ...given };
}
