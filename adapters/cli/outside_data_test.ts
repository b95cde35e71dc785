import assert from "node:assert/strict";
import { outsideData } from "./outside_data.ts";

const from = Date.UTC(2024, 0, 1);
const until = Date.UTC(2025, 0, 1);

Deno.test("what was asked stands before what there is; assets with the same span stand together", () => {
  const asked = { from: Date.UTC(2022, 0, 1), until: null };
  const there = [{ asset: "BTC", from, until }, { asset: "ETH", from, until }];
  assert.equal(
    outsideData(asked)(there).message,
    "no data for 2022-01-01 00:00 to the end of the data; there is BTC, ETH from 2024-01-01 00:00 to " +
      "2025-01-01 00:00 UTC",
  );
  const later = { asset: "SOL", from: from + 3_600_000, until };
  assert.equal(
    outsideData({ ...asked, until: Date.UTC(2022, 1, 1) })([...there, later]).message,
    "no data for 2022-01-01 00:00 to 2022-02-01 00:00; there is BTC, ETH from 2024-01-01 00:00 to " +
      "2025-01-01 00:00; SOL from 2024-01-01 01:00 to 2025-01-01 00:00 UTC",
  );
});
