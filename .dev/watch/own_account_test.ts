/** Runs on an account of the user's at a served venue: one process, whose positions they are, and who looks after them. */

import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { openTrading } from "../../adapters/hyperliquid/trading/mod.ts";
import { NO_EVENTS } from "../../engine/mod.ts";
import { resultOf } from "../e2e/workplace.ts";
import { ADDRESS, KEY, startVenue } from "../venue/venue_process.ts";
import { started } from "./started.ts";

const FLAGS = ["--agent", "buy-and-hold", "--assets", "BTC", "--interval", "15m", "--json"];
const WITH_KEY = { HYPERLIQUID_PRIVATE_KEY: KEY };

/** Reads what a run writes until it has come that far; then it is killed. */
async function killedAt(child: Deno.ChildProcess, wanted: RegExp, before = () => Promise.resolve()) {
  let text = "";
  const errors = new Response(child.stderr).text();
  for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (wanted.test(text)) break;
  }
  match(text, wanted);
  await before();
  child.kill("SIGKILL");
  await child.status;
  return await errors;
}

Deno.test("an account of the user's on a served venue: one process; what is not a run's is refused, adopted, and watched as the run's", async () => {
  const place = await Deno.makeTempDir({ prefix: "reprise-own-account-" });
  const range = ["--from", "2024-01-02", "--to", "2024-01", "--assets", "BTC"];
  const venue = await startVenue([...range, "--step", "--limits", "off", "--runs", "venue"], {
    folder: place,
  });
  try {
    const live = (runs: string, ...more: string[]) =>
      started(place, ["live", ...FLAGS, "--hyperliquid", venue.url, "--runs", runs, ...more], WITH_KEY);
    await killedAt(live("first"), /"kind":"cycle"[^\n]*"fills"[^]*"kind":"cycle"/, async () => {
      const second = await resultOf(live("first", "--new"));
      strictEqual(second.code, 1);
      match(second.err, new RegExp(`cannot trade ${ADDRESS.toLowerCase()} .*another process`));
    });
    const refused = await resultOf(live("second"));
    deepStrictEqual([refused.code, refused.out], [1, ""]);
    match(refused.err, /the account holds what is not ours: long 0\.\d+ BTC.*--adopt takes over/);
    match(await killedAt(live("second", "--adopt"), /"kind":"cycle"/), /long 0\.\d+ BTC: taken over/);
    const { open } = await openTrading({ key: KEY, account: null, network: "testnet", baseUrl: venue.url });
    const { exchange } = await open({ id: "", openedAt: null });
    const { account: { positions, openOrders } } = await exchange.sync(NO_EVENTS);
    strictEqual(positions.length, 1);
    await exchange.cancel("BTC", openOrders.map(({ clientOrderId }) => clientOrderId!));
    const words = ["watch", "last", "--runs", "second", "--hyperliquid", venue.url, "--after", "1s"];
    const said = await killedAt(
      started(place, [...words, "--every", "1s", "--json"], WITH_KEY),
      /closed at|left alone/,
    );
    strictEqual(said, "");
    deepStrictEqual((await exchange.sync(NO_EVENTS)).account.positions, []);
  } finally {
    await venue.stop();
    await Deno.remove(place, { recursive: true });
  }
});
