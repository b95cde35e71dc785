import type { ControlManifest } from "../../engine/mod.ts";
import { formatPeriod } from "./format.ts";

/** What each control does, by the word before its colon. */
const MEANINGS: Readonly<Record<string, string>> = {
  mirror: "every rise is a fall of the same share; funding has the other sign",
  shuffle: "its days come in another order",
  splice: "from that day on the candles are another asset's",
  rescale: "prices are multiplied, sizes divided",
  alias: "assets have other names",
  epoch: "everything is that many days earlier",
};

/** That a run was not on the market as it was recorded, in a sentence; none where it was. */
export function controlNotes(control: ControlManifest | undefined): string[] {
  if (control === undefined) return [];
  const { name, range } = control;
  const real = formatPeriod(range.from, range.until);
  return [
    `Control ${name}: not the recorded market of ${real}, ${
      MEANINGS[name.split(":")[0]] ?? "but another one"
    }.`,
  ];
}
