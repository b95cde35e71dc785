/** Real recordings of 2024: every agent runs over the year, and the figures of buy and hold are worked out again. */

import assert from "node:assert/strict";
import { NO_RECORDINGS, recordingsFolder } from "../recordings.ts";
import { readCandles, readSeries } from "../synthetic/read.ts";
import { atWork, inPairs, type Run } from "./workplace.ts";

const folder = recordingsFolder();
const ignore = folder === null;
const reason = ignore ? NO_RECORDINGS : "";
const AGENTS = ["buy-and-hold", "trend", "mean-reversion", "random"];
const ASSETS = ["BTC", "ETH", "SOL"];
const HOUR = 3_600_000;
const CAPITAL = 10_000;
const TAKER_FEE = 0.00045;
/** The last cycle is at 20:00: an hour whose price other files have too. */
const YEAR = "--from 2024-01 --to 2024-12-30T20:01";
const START = Date.UTC(2024, 0);
const END = Date.UTC(2024, 11, 30, 20);

/** Of one, how far a figure may be from what it is worked out to be; the grounds stand where it is used. */
function assertNear(actual: number, wanted: number, share: number): void {
  const far = Math.abs(actual - wanted) / Math.abs(wanted);
  assert.ok(
    far <= share,
    `${actual} is ${(far * 100).toFixed(3)} % from ${wanted}; ${share * 100} % are allowed`,
  );
}

/** The price at full hours, from hourly candles that the run did not read: it decides on 15m and settles on 5m. */
function hourlyOpens(asset: string): Map<number, number> {
  const { time, open } = readCandles(`${folder}/binance-perp-${asset}USDT-1h.csv.gz`);
  return new Map(Array.from(time, (at, index) => [at, open[index]]));
}

/** What buy and hold of one asset comes to, from prices and rates alone. */
function heldAsset(
  asset: string,
): { readonly pnlUsd: number; readonly feeUsd: number; readonly fundingUsd: number } {
  const opens = hourlyOpens(asset);
  const [entry, exit] = [opens.get(START)!, opens.get(END)!];
  const size = CAPITAL * 0.99 / ASSETS.length / entry;
  const rates = readSeries(`${folder}/hyperliquid-perp-${asset}-funding.csv.gz`);
  let fundingUsd = 0;
  rates.time.forEach((time, index) => {
    const price = opens.get(time);
    if (time > START && time <= END && price !== undefined) fundingUsd -= rates.value[index] * size * price;
  });
  return { pnlUsd: size * (exit - entry), feeUsd: size * entry * TAKER_FEE, fundingUsd };
}

function fillsOf({ lines }: Run): { size: number; price: number; feeUsd: number }[] {
  return lines.filter((line) => line.includes('"fills"')).flatMap((line) => JSON.parse(line).fills);
}

Deno.test({
  name: `a year of recordings runs with each agent, and fees are turnover × 0.045 %${reason}`,
  ignore,
  fn: () =>
    atWork(async (place) => {
      await inPairs(AGENTS, async (agent) => {
        const run = await place.good(`${YEAR} --agent ${agent} --data ${folder}`);
        const { status, metrics, data, benchmark } = run.manifest;
        assert.deepEqual([status, data.source, data.synthetic], ["finished", "binance-perp", false]);
        assert.equal(metrics!.cycles, (END - START) / HOUR * 4 + 1);
        assert.deepEqual([metrics!.liquidations, metrics!.longestNakedMs, metrics!.tradedFrom], [
          0,
          0,
          START,
        ]);
        assert.equal(benchmark === null, agent === "buy-and-hold");
        const fills = fillsOf(run);
        assert.equal(fills.length, metrics!.fills);
        const turnover = fills.reduce((sum, { size, price }) => sum + size * price, 0);
        assertNear(metrics!.volumeUsd, turnover, 1e-9);
        // Every order is a market order; each fee is rounded to the micro-dollar.
        const far = Math.abs(metrics!.feesUsd - turnover * TAKER_FEE);
        assert.ok(far <= fills.length * 1e-6, `${metrics!.feesUsd} is ${far} from turnover × fee`);
        if (agent === "buy-and-hold") assertSense(run);
        else assert.ok(metrics!.trades > 20, `${agent} made ${metrics!.trades} trades`);
      });
    }),
});

/** Buy and hold over the year against opens and rates: return, fees and funding. */
function assertSense({ manifest }: Run): void {
  const { endEquityUsd, totalReturn, feesUsd, fundingUsd } = manifest.metrics!;
  const assets = ASSETS.map(heldAsset);
  const sum = (figure: keyof typeof assets[number]): number =>
    assets.reduce((total, one) => total + one[figure], 0);
  const equity = CAPITAL + sum("pnlUsd") - sum("feeUsd") + sum("fundingUsd");
  // Slippage at the entry (about 2.4 USD) and the sizes' grid are not in the opens: 0.1 % of the equity.
  assertNear(endEquityUsd, equity, 0.001);
  assertNear(totalReturn, equity / CAPITAL - 1, 0.005);
  assertNear(feesUsd, sum("feeUsd"), 0.005);
  // An hour that one of the files lacks is not in the sum.
  assertNear(fundingUsd, sum("fundingUsd"), 0.005);
  assert.ok(fundingUsd < -1000, "longs paid in 2024");
}
