import { checkHalts } from "./halt_law.ts";
import { checkLedger } from "./ledger_law.ts";
import { checkLimits } from "./limits_law.ts";
import { checkMargin } from "./margin_law.ts";
import { checkProtection } from "./protection_law.ts";
import { checkSending } from "./sending_law.ts";
import type { Witness } from "./spans.ts";
import { checkTriggers } from "./trigger_law.ts";

/** The laws of a single run, by the name that a failure bears. */
export const LAWS: ReadonlyMap<string, (witness: Witness) => void> = new Map([
  ["ledger", checkLedger],
  ["protection", checkProtection],
  ["triggers", checkTriggers],
  ["margin", checkMargin],
  ["sending", checkSending],
  ["limits", checkLimits],
  ["halts", checkHalts],
]);

/** Holds a run against every law; throws for the first it breaks, with the law's name. */
export function checkLaws(witness: Witness): void {
  for (const [name, check] of LAWS) {
    try {
      check(witness);
    } catch (error) {
      throw new Error(`the law of ${name}: ${(error as Error).message}`, { cause: error });
    }
  }
}
