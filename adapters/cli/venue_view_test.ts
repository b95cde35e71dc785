import assert from "node:assert/strict";
import { parseCommandLine } from "./command_line.ts";
import { recordedTerminal } from "./testing/recorded_terminal.ts";
import { showVenue } from "./venue_view.ts";
import type { VenueOptions } from "./venue_options.ts";

function shown(flags: string, synthetic = true): { out: string; err: string } {
  const words = ["venue", ...flags.split(" ").filter((word) => word !== "")];
  const { options } = parseCommandLine(words, { agents: ["trend"], profiles: ["conservative"] }) as {
    options: VenueOptions;
  };
  const terminal = recordedTerminal();
  const range = { from: Date.UTC(2024, 0, 1), until: Date.UTC(2024, 1, 1) };
  showVenue({ ...range, options, source: "synthetic-perp", synthetic, address: "127.0.0.1:8900" }, terminal);
  return { out: terminal.printed.join("\n"), err: terminal.noted.join("") };
}

Deno.test("venue: tells where it answers, on what, and how fast", () => {
  const { out, err } = shown("--speed 60");
  assert.match(
    out,
    /^venue of BTC, ETH, SOL · synthetic-perp · 2024-01-01 to 2024-01-31$/m,
  );
  for (const place of ["http://127.0.0.1:8900/info  /exchange", "ws://127.0.0.1:8900/ws"]) {
    assert.ok(out.split("\n").some((line) => line.endsWith(` ${place}`)), place);
  }
  assert.deepEqual(out.split("\n").filter((line) => line.length > 80), []);
  assert.match(out, /Time goes at speed 60\./);
  assert.match(out, /throw-away key/);
  assert.match(out, /begins with 10,000\.00 USD/);
  assert.match(out, /Synthetic market/);
  assert.doesNotMatch(out, /advance/);
  assert.equal(err, "");
});

Deno.test("venue: tells of steps, trust, no limits, and warns where others may reach it", () => {
  const { out, err } = shown("--step --auth trust --limits off --host 0.0.0.0", false);
  assert.match(out, /Time moves by POST \/sim\/advance\./);
  assert.match(out, /not verified: whoever is named in x-sim-account is believed/);
  assert.match(out, /Rate limits are off\./);
  assert.doesNotMatch(out, /Synthetic/);
  assert.equal(
    err,
    "venue: listening on 0.0.0.0: whoever reaches this machine can trade here and read every account\n",
  );
});
