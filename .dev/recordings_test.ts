import assert from "node:assert/strict";
import { recordingsFolder } from "./recordings.ts";

/** The folder that is found where REPRISE_SHARED has this value. */
function found(value: string): string | null {
  const before = Deno.env.get("REPRISE_SHARED");
  Deno.env.set("REPRISE_SHARED", value);
  try {
    return recordingsFolder();
  } finally {
    if (before === undefined) Deno.env.delete("REPRISE_SHARED");
    else Deno.env.set("REPRISE_SHARED", before);
  }
}

Deno.test("REPRISE_SHARED may name the shared folder or the market in it; a folder without recordings is none", () => {
  const shared = Deno.makeTempDirSync();
  try {
    assert.equal(found(shared), null);
    assert.equal(found(`${shared}/nowhere`), null);
    Deno.mkdirSync(`${shared}/market`);
    Deno.writeTextFileSync(`${shared}/market/binance-perp-BTCUSDT-5m.csv.gz`, "");
    assert.equal(found(shared), `${shared}/market`);
    assert.equal(found(`${shared}/market`), `${shared}/market`);
  } finally {
    Deno.removeSync(shared, { recursive: true });
  }
});
