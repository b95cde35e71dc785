/** What an alert is about. */
export type AlertKind = "trade" | "fault" | "halt" | "naked" | "command" | "stop";

/** Something that a person away from the terminal wants to know. */
export interface Alert {
  readonly kind: AlertKind;
  /** By the run's clock, ms. */
  readonly time: number;
  /** Null where it is about the whole run. */
  readonly asset: string | null;
  /** In one line. */
  readonly text: string;
}

/** The run that alerts are about. */
export interface AlertedRun {
  readonly id: string;
  /** What it runs as and where, in words for showing, e.g. `paper · mainnet`. */
  readonly mode: string;
}
