/** How output behaves where there is no terminal, and how large a diary gets. */

import assert from "node:assert/strict";
import { cutMarket } from "./cut_market.ts";
import { atWork, taskWords } from "./workplace.ts";

/** Every control character but the line end: colours, redrawing, bells. */
// deno-lint-ignore no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f]/;
const WEEK = "--from 2024-02-05 --to 2024-02-11 --interval 1h --assets BTC --data data --no-progress";
const DATA = { from: Date.UTC(2023, 11, 20), until: Date.UTC(2024, 2), assets: ["BTC"] };

Deno.test("piped output has no colour and no redrawing", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, DATA);
    for (
      const { code, out, err } of [
        await place.backtest(WEEK),
        await place.runs(),
        await place.backtest("--help"),
      ]
    ) {
      assert.deepEqual([code, err], [0, ""]);
      assert.ok(out.length > 100 && !CONTROL.test(out), JSON.stringify(out));
    }
  }));

Deno.test("a reader that goes away after the first line is no failure", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, DATA);
    for (const task of ["backtest", "runs"]) {
      const words = [...taskWords(task), ...(task === "backtest" ? WEEK.split(" ") : [])];
      const script = '"$@" | head -1; echo "exit ${PIPESTATUS[0]}"';
      const { code, out, err } = await place.command(["bash", "-c", script, "bash", ...words]);
      assert.deepEqual([code, err], [0, ""]);
      const [first, exit, rest] = out.split("\n");
      assert.match(first, task === "backtest" ? /^trend on BTC · 1h/ : /^run +started/);
      assert.deepEqual([exit, rest], ["exit 0", ""]);
    }
  }));

Deno.test("help fits 100 columns, names every flag with its usual value, and exits 0", () =>
  atWork(async (place) => {
    const [deno, ...words] = taskWords("runs").slice(0, -1);
    const help = async (...more: string[]): Promise<string> => {
      const { code, out, err } = await place.command([deno, ...words, ...more]);
      assert.deepEqual([code, err], [0, ""], more.join(" "));
      assert.deepEqual(out.split("\n").filter((line) => line.length > 100), []);
      return out;
    };
    const backtest = await help("backtest", "--help");
    for (const flag of "from to assets interval agent risk capital seed data diary runs json".split(" ")) {
      assert.ok(backtest.includes(`  --${flag} `), flag);
    }
    for (
      const usual of [
        "2024-01",
        "BTC,ETH,SOL",
        "15m",
        "trend",
        "conservative",
        "10000",
        "1",
        "trades",
        "runs",
      ]
    ) {
      assert.match(backtest.replaceAll(/\s+/g, " "), new RegExp(`\\(default: ${usual}\\)`));
    }
    for (const launched of ["backtest", "venue", "probe-memory"]) {
      assert.match(await help(launched, "--help"), /--show-permissions/);
    }
    assert.equal(await help("help", "backtest"), backtest);
    assert.match(await help("runs", "-h"), /--sort <order>/);
    assert.match(await help(), /deno task backtest --from 2024-01/);
    assert.equal(await help("--help"), await help("help"));
  }));

Deno.test("a year at 15m of three assets stays under 30 MB", () =>
  atWork(async (place) => {
    const { folder, manifest } = await place.good("--from 2024-01 --interval 15m");
    assert.equal(manifest.metrics?.cycles, 366 * 96);
    const { size } = Deno.statSync(`${folder}/diary.jsonl`);
    assert.ok(size > 1e6 && size < 30e6, `${(size / 1e6).toFixed(1)} MB`);
  }));
