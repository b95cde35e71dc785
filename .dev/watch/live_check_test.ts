/** `live --check` as a process, on a served venue. */

import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { resultOf } from "../e2e/workplace.ts";
import { KEY, startVenue } from "../venue/venue_process.ts";
import { started } from "./started.ts";

Deno.test("live --check on a served venue: all is there, without a key and with one; a key for another account is not", async () => {
  const place = await Deno.makeTempDir({ prefix: "reprise-check-" });
  const venue = await startVenue(["--from", "2024-01-02", "--to", "2024-01", "--step"], { folder: place });
  try {
    const check = async (env: Record<string, string>) => {
      const words = ["live", "--check", "--json", "--hyperliquid", venue.url, "--runs", "live"];
      const { code, out, err } = await resultOf(started(place, words, env));
      strictEqual(err, "");
      const { checks } = JSON.parse(out) as { checks: { name: string; ok: boolean; text: string }[] };
      return { code, names: checks.map(({ name }) => name), broken: checks.filter((one) => !one.ok) };
    };
    const names = [
      "agent",
      "key",
      "alerts",
      "folder",
      "account",
      "wallet",
      "balance",
      "requests",
      "signature",
    ];
    const all = [...names, "network", "clock", "data", "model"];
    deepStrictEqual(await check({}), { code: 0, names: all, broken: [] });
    deepStrictEqual(await check({ HYPERLIQUID_PRIVATE_KEY: KEY }), { code: 0, names: all, broken: [] });
    const other = { HYPERLIQUID_PRIVATE_KEY: KEY, HYPERLIQUID_ACCOUNT_ADDRESS: `0x${"b".repeat(40)}` };
    const { code, broken: [{ name, text }] } = await check(other);
    deepStrictEqual([code, name], [1, "account"]);
    match(text, /may not trade for 0xbbbb.*: it is no agent; approve it there as API wallet/);
    const shared = `${place}/key`;
    await Deno.writeTextFile(shared, KEY, { mode: 0o644 });
    const { broken, names: shown } = await check({ HYPERLIQUID_PRIVATE_KEY_FILE: shared });
    deepStrictEqual([broken.map((one) => one.name), shown], [["key"], names.slice(0, 4)]);
    match(broken[0].text, /its rights are 644.*chmod 600/);
  } finally {
    await venue.stop();
    await Deno.remove(place, { recursive: true });
  }
});
