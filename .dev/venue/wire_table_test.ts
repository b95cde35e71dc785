import { deepStrictEqual } from "node:assert/strict";
import { INFO_TYPES } from "../../adapters/venue/info/info_desk.ts";
import { SUBSCRIPTION_TYPES } from "../../adapters/venue/stream/subscriptions_wire.ts";

const TABLE = new URL("../../adapters/venue/WIRE.md", import.meta.url);

/** The names in the first column of a section's table. */
function namesIn(page: string, section: string): string[] {
  const [, body] = page.split(`## ${section}\n`);
  const rows = body.split("\n## ")[0].split("\n").filter((line) => line.startsWith("| `"));
  const cells = rows.map((row) => row.split("|")[1]);
  return [...new Set(cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name)))]
    .toSorted();
}

Deno.test("WIRE.md lists every question and every subscription there is, and no other", async () => {
  const page = await Deno.readTextFile(TABLE);
  deepStrictEqual(namesIn(page, "POST /info"), INFO_TYPES.toSorted());
  deepStrictEqual(namesIn(page, "GET /ws"), SUBSCRIPTION_TYPES.toSorted());
});
