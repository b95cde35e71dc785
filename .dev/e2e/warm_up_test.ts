/** Warm-up: exactly the candles that are needed are read, and without them the agent is not asked. */

import assert from "node:assert/strict";
import { AGENTS, createIndicator } from "../../engine/mod.ts";
import { cutMarket } from "./cut_market.ts";
import { atWork, type Run } from "./workplace.ts";

const HOUR = 3_600_000;
const FROM = Date.UTC(2024, 2, 20);
const FLAGS = "--from 2024-03-20 --to 2024-04-10 --interval 1h --assets BTC,ETH";

/** How many candles of an interval `trend` needs: the longest warm-up, and the values that are shown. */
function neededBy(interval: "decision" | "4h"): number {
  const need = AGENTS.get("trend")!.needs.find((one) => one.interval === interval)!;
  return Math.max(...need.indicators.map((spec) => createIndicator(spec).warmUp)) + need.values;
}

const NEEDED_MS = Math.max(neededBy("4h") * 4 * HOUR, neededBy("decision") * HOUR);

interface Cycle {
  readonly close: number;
  readonly notAsked?: string;
  readonly decisions?: unknown;
  readonly observationHash?: string;
}

function cyclesOf({ lines }: Run): Cycle[] {
  return lines.map((line) => JSON.parse(line)).filter(({ kind }) => kind === "cycle");
}

Deno.test("at most 170 candles of four hours are needed: December is enough for January", () => {
  assert.ok(neededBy("4h") <= 170, `${neededBy("4h")} are needed`);
});

Deno.test("candles before the ones that are needed change nothing: exactly so many are read", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/exact`, { from: FROM - NEEDED_MS, until: FROM + 30 * 24 * HOUR });
    const exact = await place.good(`${FLAGS} --data exact`);
    const whole = await place.good(FLAGS);
    assert.equal(cyclesOf(exact)[0].close, FROM);
    assert.equal(cyclesOf(exact)[0].notAsked, undefined);
    assert.ok(exact.manifest.metrics!.trades > 1);
    assert.deepEqual(exact.lines, whole.lines);
  }));

Deno.test("one candle of four hours less, and the agent is asked four hours later", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/less`, { from: FROM - NEEDED_MS + 4 * HOUR, until: FROM + 30 * 24 * HOUR });
    const run = await place.good(`${FLAGS} --data less`);
    const asked = cyclesOf(run).find(({ notAsked }) => notAsked === undefined);
    assert.equal(asked?.close, FROM + 4 * HOUR);
    assert.equal(run.manifest.metrics?.tradedFrom, FROM + 4 * HOUR);
  }));

Deno.test("without earlier candles cycles go on, the agent is not asked, and the summary says from when it traded", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/none`, { from: FROM, until: FROM + 60 * 24 * HOUR });
    const { code, out } = await place.backtest(
      "--from 2024-03-20 --interval 1h --assets BTC,ETH --data none --risk high",
    );
    assert.equal(code, 0);
    const [id] = place.runFolders();
    const traded = new Date(FROM + NEEDED_MS).toISOString().slice(0, 16).replace("T", " ");
    assert.ok(
      out.replaceAll(/\s+/g, " ").includes(
        `Warning: Traded from ${traded}Z: before that there were not enough candles.`,
      ),
      out,
    );
    const lines = Deno.readTextFileSync(`${place.path}/runs/${id}/diary.jsonl`).trimEnd().split("\n");
    const cycles: Cycle[] = lines.map((line) => JSON.parse(line)).filter(({ kind }) => kind === "cycle");
    // The first close at or after --from that has a candle: the data begins with the one that opens there.
    assert.equal(cycles[0].close, FROM);
    const waiting = cycles.filter(({ close }) => close < FROM + NEEDED_MS);
    for (const { close, notAsked, decisions, observationHash } of waiting) {
      assert.ok(notAsked !== undefined && notAsked !== "", `why it was not asked at ${close}`);
      assert.deepEqual([decisions, observationHash], [undefined, undefined]);
    }
    const rest = cycles.filter(({ close }) => close >= FROM + NEEDED_MS);
    assert.ok(rest.length > 100 && rest.every(({ notAsked }) => notAsked === undefined));
  }));

Deno.test("a run that is over before its warm-up says that it never traded", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/short`, { from: FROM, until: FROM + 5 * 24 * HOUR, assets: ["BTC"] });
    const { code, out } = await place.backtest("--from 2024-03-20 --interval 1h --assets BTC --data short");
    assert.equal(code, 0);
    assert.match(out, /Warning: Never traded: more candles would have been needed before the range\./);
  }));
