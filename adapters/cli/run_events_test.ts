import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { CycleEntry } from "../../engine/mod.ts";
import { eventOf } from "./run_events.ts";

const CLOSE = Date.UTC(2024, 0, 12, 8);
/** Sets a terminal's title, clears it, and turns the direction of writing. */
const STEERS = "\x1b]0;owned\x07\x1b[2J\u009b5A\u202e";

Deno.test("an asset that a model made up and a reason that a venue gave cannot steer the terminal", () => {
  const decision = { asset: `BTC${STEERS}\nETH`, action: "buy", outcome: "refused", rationale: "" } as const;
  const fault = { step: "execute", on: `B${STEERS}`, what: `no\r${STEERS}`, done: "held" } as const;
  const cycle: CycleEntry = {
    ...{ kind: "cycle", close: CLOSE, balanceUsd: 1, equityUsd: 1, decisions: [decision], faults: [fault] },
  };
  const missed = { kind: "missed", close: CLOSE, cause: "unseen", detail: `gone${STEERS}` } as const;
  const lines = [cycle, missed].map((entry) => eventOf(entry as Parameters<typeof eventOf>[0]));
  deepStrictEqual(lines, [
    "2024-01-12 08:00   buy BTC ]0;owned [2J 5A ETH refused   fault: B ]0;owned [2J 5A : no ]0;owned [2J 5A",
    "2024-01-12 08:00   missed: unseen, gone ]0;owned [2J 5A",
  ]);
});

Deno.test("a cycle in which nothing was done is no event", () =>
  strictEqual(eventOf({ kind: "cycle", close: CLOSE, balanceUsd: 1, equityUsd: 1 }), null));

Deno.test("a command is told with the asset it was for", () => {
  const told = { close: CLOSE, balanceUsd: 1, equityUsd: 1 };
  strictEqual(
    eventOf({ kind: "command", command: "close", asset: "BTC", ...told }),
    "2024-01-12 08:00   command: close BTC",
  );
  strictEqual(eventOf({ kind: "command", command: "pause", ...told }), "2024-01-12 08:00   command: pause");
});
