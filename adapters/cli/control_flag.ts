import { quote, unknownName, UsageError } from "./errors.ts";
import type { FlagReader } from "./flag_reader.ts";
import type { Flag } from "./help.ts";
import type { Known } from "./options.ts";

/** A market that is another than the recorded one. */
export interface ControlOptions {
  /** As it is kept, such as `shuffle:7`. */
  readonly name: string;
  /** What candles are read of beside what is traded. */
  readonly donors: readonly string[];
}

/** What is typed where a list holds the run on the recorded market too. */
export const NO_CONTROL = "none";

const FORMS =
  "mirror, shuffle:DAYS, splice:DATE:ASSET like splice:2024-02-01:SOL, rescale or rescale:K, alias, epoch or " +
  "epoch:DAYS with a multiple of 7";

/** The flag, for a help page. */
export const CONTROL_FLAG: Flag = {
  flags: "--control <kind>",
  text:
    "another market: mirror, shuffle:DAYS, splice:DATE:ASSET, rescale[:K], alias, epoch[:DAYS]; none: as recorded",
};

/** The control that was typed; not there where there is none. */
export function readControl(reader: FlagReader, known: Known): { readonly control?: ControlOptions } {
  const typed = reader.has("control") ? reader.text("control") : NO_CONTROL;
  if (typed === NO_CONTROL) return {};
  const control = known.models?.control(typed) ?? null;
  if (control === null) {
    throw new UsageError(
      `--control ${quote(typed)} cannot be right; wanted ${FORMS}, or none`,
      reader.command,
    );
  }
  const { name, donors } = control;
  const there = known.assets ?? donors;
  const unknown = donors.find((asset) => !there.includes(asset));
  if (unknown === undefined) return { control: { name, donors } };
  throw unknownName({
    command: reader.command,
    what: "asset",
    typed: unknown,
    known: there,
    list: there.length <= 20,
  });
}
