/**
 * A live run over a served venue that is killed at each kind of request it makes, before the venue hears it and once it has
 * answered, and is started again each time: it writes the diary of a backtest that nobody touched.
 */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { diaryDifference } from "../parity/diary_difference.ts";
import { finished, linesIn, started } from "../parity/parity_run.ts";
import { startVenue } from "../venue/venue_process.ts";
import { KillingProxy } from "./testing/killing_proxy.ts";

const RANGE = ["--from", "2024-01-02T00:00", "--to", "2024-01-02T12:00"];
const WHO = ["--agent", "random", "--interval", "15m", "--assets", "BTC,ETH"];
const QUIET = ["--no-benchmark", "--no-progress", "--json"];

Deno.test("kill points: killed at each kind of request, before and after its answer, a run writes the same diary", async () => {
  const folder = await Deno.makeTempDir({ prefix: "reprise-kill-" });
  const served = [...RANGE, "--assets", "BTC,ETH", "--step", "--limits", "off", "--runs", "venue"];
  const venue = await startVenue(served, { folder });
  const proxy = new KillingProxy(venue.url);
  try {
    const over = ["live", "--hyperliquid", proxy.url, "--runs", "live", "--json", ...WHO];
    for (let lives = 1;; lives++) {
      ok(lives < 80, `it is killed again and again: ${proxy.killedAt.join(", ")}`);
      const process = started(folder, over);
      proxy.kill = () => process.kill("SIGKILL");
      const { code, signal, stderr } = await process.output();
      if (signal === "SIGKILL") continue;
      strictEqual(code, 0, new TextDecoder().decode(stderr));
      break;
    }
    await finished(folder, ["backtest", ...RANGE, "--runs", "backtest", ...WHO, ...QUIET]);
    const [expected, found] = [linesIn(join(folder, "backtest")), linesIn(join(folder, "live"))];
    deepStrictEqual(diaryDifference(expected, found), null);
    ok(expected.some((line) => line.includes('"kind":"intent"')));
    const points = [...proxy.asked].flatMap((name) => [`before ${name}`, `after ${name}`]);
    deepStrictEqual([...proxy.killedAt].sort(), points.sort());
    for (const name of ["/exchange order", "/exchange updateLeverage", "/info clearinghouseState"]) {
      ok(proxy.asked.has(name), name);
    }
  } finally {
    await proxy.close();
    await venue.stop();
    await Deno.remove(folder, { recursive: true });
  }
});
