/** A short backtest from outside: what is printed, what lies in the run's folder, and how it is found again. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import type { Metrics } from "../../engine/mod.ts";
import { MetricsFold } from "../../backtest/mod.ts";
import { cutMarket } from "./cut_market.ts";
import { atWork, diaryOf, runOf } from "./workplace.ts";

const MONTH = "--from 2024-02 --to 2024-02 --interval 1h --no-progress";
const DAY = 86_400_000;
/** BTC alone, with the candles before February that indicators need: quicker to read than the whole market. */
const FEBRUARY = { from: Date.UTC(2023, 11, 20), until: Date.UTC(2024, 2, 2), assets: ["BTC"] };

/** The metrics of a run, folded again from its diary's file. */
function foldedAgain(folder: string): Metrics {
  const fold = new MetricsFold();
  for (const { entry } of diaryOf(folder).lines) fold.add(entry);
  return fold.result().metrics;
}

/** A metric's name as warnings say it: `averageHoldingMs` is "average holding". */
function spoken(name: string): string {
  const words = name.replace(/(?:Ms|Usd)$/, "").replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.replace("annualized", "annualised");
}

Deno.test("what the venue is simulated with stands in run.json and in the key, and under the summary", () =>
  atWork(async (place) => {
    const day = "--from 2024-02-01 --to 2024-02-01 --interval 1h --assets BTC --agent random --no-progress";
    const chosen =
      "--slippage impact --max-slippage-bps 50 --partial-fills 0.25 --latency fixed:250 --path ohlc";
    const usual = await place.backtest(day);
    const other = await place.backtest(`${day} ${chosen} --fees maker:0.0001,taker:0.0003`);
    assert.deepEqual([usual.code, other.code], [0, 0]);
    const flags = `${chosen} --fees maker:0.0001,taker:0.0003`;
    assert.ok(other.out.replaceAll(/\s+/g, " ").includes(`Simulated with ${flags}.`), other.out);
    assert.ok(!usual.out.includes("Simulated with"));
    const manifests = place.runFolders().map((id) => runOf(`${place.path}/runs/${id}`).manifest);
    const keys = new Set(manifests.map(({ key }) => key));
    assert.equal(keys.size, 2);
    const { settings, data } = manifests.find((one) => one.settings.slippage === "impact")!;
    const { slippage, maxSlippageBps, partialFills, latencyMs, path, fees } = settings;
    assert.deepEqual(
      [slippage, maxSlippageBps, partialFills, latencyMs, path, fees],
      ["impact", 50, 0.25, 250, "ohlc", "maker:0.0001,taker:0.0003"],
    );
    assert.deepEqual(data.prices, { mark: "candles", oracle: "candles" });
  }));

Deno.test("recorded marks and oracle prices are gone by, and stand in run.json and under the summary", () =>
  atWork(async (place) => {
    const from = Date.UTC(2024, 2, 5);
    const data = cutMarket(`${place.path}/data`, { from, until: from + 3 * DAY, assets: ["BTC"] });
    const flags = "--from 2024-03-05 --interval 1h --assets BTC --agent random --data data";
    const before = await place.good(flags);
    const series = `${data}/synthetic-perp-BTC`;
    const rows = Deno.readTextFileSync(`${series}-5m.csv`).trimEnd().split("\n").slice(1).map((row) =>
      row.split(",")
    );
    // Every candle's mark has a wick of a tenth: no stop outlives it.
    const marks = rows.slice(2).map(([time, open, high, low, close]) =>
      [time, open, Number(high) * 1.1, Number(low) * 0.9, close].join()
    );
    Deno.writeTextFileSync(`${series}-5m-mark.csv`, `time,open,high,low,close\n${marks.join("\n")}\n`);
    const hours = rows.filter(([time]) => Number(time) % 3_600_000 === 0);
    const oracle = hours.map(([time, open]) => `${time},${Number(open) * 1.5}`);
    Deno.writeTextFileSync(`${series}-oracle.csv`, `time,price\n${oracle.join("\n")}\n`);
    const { manifest, lines } = await place.good(`${flags} --no-benchmark`);
    assert.deepEqual(manifest.data.prices, { mark: "recorded", oracle: "recorded" });
    assert.deepEqual(
      manifest.data.files.map(({ kind }) => kind).sort(),
      ["candles", "funding", "mark", "open-interest", "oracle"],
    );
    assert.notDeepEqual(lines, before.lines);
    const { out } = await place.backtest(`${flags} --no-benchmark --no-progress`);
    const note = "Recorded: mark and oracle; 2 candles without a mark: the price of trades instead.";
    assert.ok(out.replaceAll(/\s+/g, " ").includes(note), out);
  }));

Deno.test("a month at 1h ends well: the summary has its sections, and the files agree with each other", () =>
  atWork(async (place) => {
    const { code, out, err } = await place.backtest(MONTH);
    assert.deepEqual({ code, err }, { code: 0, err: "" });
    const [id, ...others] = place.runFolders();
    assert.deepEqual(others, []);
    const sections: readonly RegExp[] = [
      new RegExp(
        `^trend on BTC, ETH, SOL · 1h · conservative · 2024-02-01 to 2024-02-29 +run ${id} {2}\\(trades diary\\)\n`,
      ),
      /\n +trend +buy and hold\n {2}return +[+-]?\d+\.\d\d % +[+-]?\d+\.\d\d % /,
      /\n {2}Sharpe +n\/a/,
      /\n {2}max drawdown +-\d+\.\d\d % +-\d+\.\d\d %\n {4}from the high of +2024-02-\d\d +2024-02-\d\d\n/,
      /\n {2}trades +\d+ +0\n {2}win rate +/,
      /\n {2}fees +-[\d,]+\.\d\d USD +-[\d,]+\.\d\d USD\n {2}funding +[+-][\d,]+\.\d\d USD/,
      /\n {2}longest naked time +0 ms +0 ms\n/,
      /\n {2}open at the end +\d +3 +not counted in trades\n/,
      /\n {2}equity USD +│/,
      /\n {2}Synthetic market: good for trying and testing, says nothing about real prices/,
      /\n {2}Settled on 1m and 5m candles\.|\n {2}Settled on 1m candles\./,
      new RegExp(`\n {2}run {3}runs/${id} {2}\\(run\\.json, diary\\.jsonl\\)\n`),
      new RegExp(
        `\nnext: {2}deno task report ${id} --html ${id}.html\n` +
          " {7}deno task backtest --from 2024-02 --to 2024-02 --interval 1h --agent mean-reversion\n" +
          ` {7}deno task compare ${id} last\n$`,
      ),
    ];
    for (const section of sections) assert.match(out, section);
    assert.ok(out.split("\n").every((line) => line.length <= 100), "no line is wider than 100 columns");

    const folder = `${place.path}/runs/${id}`;
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), [
      "diary.jsonl",
      "index.json",
      "run.json",
    ]);
    const { manifest, lines } = runOf(folder);
    assert.deepEqual([manifest.id, manifest.status, manifest.mode, manifest.agent], [
      id,
      "finished",
      "backtest",
      "trend",
    ]);
    assert.deepEqual(manifest.range, { from: Date.UTC(2024, 1), until: Date.UTC(2024, 2) });
    assert.deepEqual(manifest.diary, { lines: lines.length, lastHash: JSON.parse(lines.at(-1)!).hash });
    assert.deepEqual(foldedAgain(folder), manifest.metrics);
    assert.equal(manifest.metrics?.cycles, 29 * 24);
    assert.equal(manifest.benchmark?.openPositions, 3);
    assert.ok(manifest.data.synthetic);
    assert.deepEqual(new Set(manifest.data.files.map(({ asset }) => asset)), new Set(["BTC", "ETH", "SOL"]));
    assert.ok(Date.parse(manifest.ended!) >= Date.parse(manifest.started));
    assert.match(manifest.codeRevision, /^[0-9a-f]{40}$/);
  }));

Deno.test("--json prints id, absolute paths, metrics and warnings, and nothing else anywhere", () =>
  atWork(async (place) => {
    const { code, out, err } = await place.backtest(`${MONTH} --assets BTC --agent buy-and-hold --json`);
    assert.deepEqual({ code, err }, { code: 0, err: "" });
    const result = JSON.parse(out);
    assert.deepEqual(Object.keys(result), ["runId", "diary", "manifest", "metrics", "warnings"]);
    const folder = `${place.path}/runs/${result.runId}`;
    assert.deepEqual([result.diary, result.manifest], [`${folder}/diary.jsonl`, `${folder}/run.json`]);
    const { manifest } = runOf(folder);
    assert.deepEqual(result.metrics, manifest.metrics);
    assert.deepEqual(result.warnings.slice(0, manifest.warnings.length), manifest.warnings);
    assert.match(result.warnings.at(-1), /^Synthetic market: /);
    assert.equal(manifest.benchmark, null, "buy and hold stands beside no other");
    assert.ok(result.warnings.some((text: string) => text.includes("--risk does not apply")));
    const figures: string[] = result.warnings.filter((text: string) => text.includes(" n/a: "))
      .flatMap((text: string) => text.split(" n/a: ")[0].toLowerCase().split(", "));
    const { model, ...metrics } = result.metrics as Metrics;
    assert.equal(model, null, "no model was asked");
    for (const [name, value] of Object.entries(metrics)) {
      assert.equal(
        figures.includes(spoken(name)),
        value === null,
        `${name} is ${value}; warned of ${figures}`,
      );
    }
  }));

Deno.test("a profile of one's own is applied, named, and part of the key", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, FEBRUARY);
    const flags = `${MONTH} --assets BTC --data data`;
    const usual = await place.good(flags);
    const { profile } = usual.manifest.settings as { profile: Record<string, unknown> };
    Deno.writeTextFileSync(
      `${place.path}/own.json`,
      JSON.stringify({ ...profile, name: "own", maxMarginShare: 0.1 }),
    );
    const own = await place.good(`${flags} --risk own.json`);
    assert.deepEqual(own.manifest.settings.profile, { ...profile, name: "own", maxMarginShare: 0.1 });
    assert.notEqual(own.manifest.key, usual.manifest.key);
    assert.equal(own.manifest.metrics?.trades, 0, "20 % of equity is more than the 10 % that it allows");
    assert.ok(own.manifest.metrics.refusals > 0);
  }));

Deno.test("past runs are listed, sorted, limited, and given as JSON; damaged ones with the reason", () =>
  atWork(async (place) => {
    assert.deepEqual(await place.runs(), {
      code: 0,
      out: "No runs in runs yet.\n\nnext:  deno task backtest --from 2024-01\n",
      err: "",
    });
    cutMarket(`${place.path}/data`, FEBRUARY);
    const ids: string[] = [];
    for (const agent of ["random", "trend", "buy-and-hold"]) {
      const flags =
        `--from 2024-02-05 --to 2024-02-11 --interval 4h --assets BTC --data data --agent ${agent}`;
      ids.push((await place.good(flags)).manifest.id);
    }
    const started = await place.runs();
    assert.deepEqual(started.err, "");
    assert.match(
      started.out,
      /^run +started +agent +assets +every +period +profile +data +return +Sharpe +drawdown +trades\n/,
    );
    const idsIn = (text: string): string[] => text.split("\n").slice(1).map((line) => line.split(" ")[0]);
    assert.deepEqual(idsIn(started.out).filter((id) => id !== ""), ids.toReversed(), "newest first");

    const json = JSON.parse((await place.runs("--json --sort return")).out);
    const returns: number[] = json.map((run: { metrics: Metrics }) => run.metrics.totalReturn);
    assert.deepEqual(returns, returns.toSorted((a, b) => b - a), "best first");
    assert.deepEqual(json.map(({ runId }: { runId: string }) => runId).sort(), ids.toSorted());
    assert.ok(
      json.every(({ folder }: { folder: string }) =>
        existsSync(`${folder}/run.json`) && folder.startsWith("/")
      ),
    );
    const byReturn = await place.runs("--sort return --limit 1");
    assert.equal(idsIn(byReturn.out)[0], json[0].runId);
    assert.match(byReturn.out, /\n2 runs more; --limit shows them\n$/);

    Deno.writeTextFileSync(`${place.path}/runs/${ids[0]}/run.json`, "{");
    const damaged = await place.runs();
    assert.equal(damaged.code, 0);
    assert.match(damaged.out, new RegExp(`\n${ids[0]} damaged: .*run\\.json is damaged: not JSON\n`));
  }));

Deno.test("the first cycle is at the first close at or after --from, the last strictly before the end of --to", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, FEBRUARY);
    const closesOf = async (flags: string): Promise<[first: number, last: number, count: number]> => {
      const { lines } = await place.good(`${flags} --assets BTC --data data`);
      const closes = lines.map((line) => JSON.parse(line)).filter(({ kind }) => kind === "cycle").map((
        { close },
      ) => close);
      return [closes[0], closes.at(-1), closes.length];
    };
    const from = Date.UTC(2024, 1, 5);
    const hour = DAY / 24;
    const rows: readonly (readonly [flags: string, first: number, last: number])[] = [
      ["--from 2024-02-05 --to 2024-02-05 --interval 1h", from, from + DAY - hour],
      ["--from 2024-02-05T00:30 --to 2024-02-05T04:00 --interval 1h", from + hour, from + 3 * hour],
      ["--from 2024-02-05T01:00 --to 2024-02-05T04:01 --interval 1h", from + hour, from + 4 * hour],
      ["--from 2024-02-05T00:01 --to 2024-02-06 --interval 4h", from + 4 * hour, from + 2 * DAY - 4 * hour],
    ];
    for (const [flags, first, last] of rows) {
      const length = flags.endsWith("4h") ? 4 * hour : hour;
      assert.deepEqual(await closesOf(flags), [first, last, (last - first) / length + 1], flags);
    }
  }));
