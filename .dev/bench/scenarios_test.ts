import { equal, ok } from "node:assert/strict";
import { loadInstruments } from "../../adapters/candle_store/mod.ts";
import { resample } from "../../backtest/market/resample.ts";
import { createIndicator, intervalMs } from "../../engine/mod.ts";
import { bareLoop } from "./bare_loop.ts";
import { indicatorsOf, marketOf, SCENARIOS } from "./scenarios.ts";
import { simulateWork } from "./simulate_scenario.ts";

const INSTRUMENTS = loadInstruments(new URL("../../fixtures/instruments.json", import.meta.url).pathname);
const DAYS = 12;

for (const scenario of SCENARIOS) {
  const short = { ...scenario, days: DAYS };

  Deno.test(`bench ${scenario.name}: the work trades, nothing of it is refused, and it is the same every time`, async () => {
    const folder = Deno.makeTempDirSync({ prefix: "reprise-bench-" });
    try {
      const assets = marketOf(short, INSTRUMENTS);
      const { metrics } = await simulateWork(short, assets, folder);
      ok(metrics.trades >= 2 * assets.length, `${metrics.trades} trades`);
      equal(metrics.refusals, 0);
      equal(metrics.faults, 0);
      equal(metrics.cycles, DAYS * 24 * 3_600_000 / intervalMs(scenario.interval));
      await simulateWork(short, marketOf(short, INSTRUMENTS), folder);
      const [first, second] = [...Deno.readDirSync(folder)].map(({ name }) =>
        Deno.readTextFileSync(`${folder}/${name}`)
      );
      equal(first, second);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });

  Deno.test(`bench ${scenario.name}: the bare loop reckons what indicators over resampled candles do`, () => {
    for (const { columns } of marketOf(short, INSTRUMENTS)) {
      const length = intervalMs(scenario.interval);
      const { high, low, close } = resample(columns, length);
      const indicators = indicatorsOf(scenario).map(createIndicator);
      for (let index = 0; index < close.length; index++) {
        for (const indicator of indicators) indicator.push(high[index], low[index], close[index]);
      }
      const wanted = indicators.reduce((sum, indicator) => sum + indicator.value(0), 0);
      equal(bareLoop(columns, length, indicatorsOf(scenario)), wanted);
    }
  });
}
