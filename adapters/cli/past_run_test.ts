import assert from "node:assert/strict";
import { resolve } from "node:path";
import { pastRun } from "./past_run.ts";
import { MANIFEST } from "./testing/sample.ts";

const PATH = "runs/7f3a1b2c";

Deno.test("a run's row is taken from the settings in its manifest, with an absolute folder", () => {
  const settings = { assets: ["BTC", "ETH"], interval: "1h", profile: { name: "high", maxLeverage: 20 } };
  const manifest = { ...MANIFEST, settings };
  assert.deepEqual(pastRun({ path: PATH, manifest }), {
    manifest,
    folder: resolve(PATH),
    assets: ["BTC", "ETH"],
    interval: "1h",
    profile: "high",
  });
});

Deno.test("settings of another kind of run leave blanks, not an error", () => {
  for (const profile of [null, "high", 3, []]) {
    const manifest = { ...MANIFEST, settings: { profile, assets: "BTC" } };
    assert.deepEqual(pastRun({ path: PATH, manifest }), {
      manifest,
      folder: resolve(PATH),
      assets: [],
      interval: "",
      profile: "",
    });
  }
});

Deno.test("a damaged run is named by its folder, with the reason", () => {
  assert.deepEqual(pastRun({ path: PATH, manifest: null, reason: "not JSON" }), {
    id: "7f3a1b2c",
    folder: resolve(PATH),
    damaged: "not JSON",
  });
});

Deno.test("a run is running where its process is there, and only one that has not ended is looked for", () => {
  const isThere = (path: string) => path === PATH;
  const row = (status: "running" | "interrupted", path = PATH) =>
    pastRun({ path, manifest: { ...MANIFEST, status } }, isThere);
  assert.deepEqual(
    [row("running"), row("interrupted"), row("running", "elsewhere")].map((run) => "isRunning" in run),
    [true, false, false],
  );
});

Deno.test("a run whose lock may not be opened is a row all the same; a fault of ours is none", () => {
  const manifest = { ...MANIFEST, status: "running" as const };
  const row = (expected: boolean) =>
    pastRun({ path: PATH, manifest }, () => {
      throw Object.assign(new Error("cannot open the lock"), { expected });
    });
  assert.equal("isRunning" in row(true), false);
  assert.throws(() => row(false), /cannot open the lock/);
});
