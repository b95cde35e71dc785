/** A run's figures, computed once more from nothing but the JSON in its diary, by the formulas of methods.md A4. */

import assert from "node:assert/strict";
import type { CycleEntry, Fill, Trade } from "../../engine/mod.ts";
import { atWork, type Run } from "./workplace.ts";

const RUN = "--from 2024-01-31T07:00 --to 2024-03 --interval 1h --no-progress";
const DAY = 86_400_000;
/** The 95 % quantile of the standard normal distribution. */
const Z = 1.6448536269514722;

interface Intent {
  readonly kind: "intent";
  readonly orders: readonly {
    readonly legs: readonly { leg: string; clientOrderId: string; triggerPrice: number }[];
  }[];
}

type Values = Record<string, number | null>;

function sum(list: readonly number[]): number {
  return list.reduce((total, value) => total + value, 0);
}

function mean(list: readonly number[]): number {
  return sum(list) / list.length;
}

/** Return, drawdown and what follows from one equity a day. */
function ofEquity(cycles: readonly CycleEntry[], startUsd: number): Values {
  const curve = [{ close: cycles[0].close, equityUsd: startUsd }, ...cycles];
  const falls = curve.map((low, at) => low.equityUsd / Math.max(...curve.slice(0, at + 1).map(equityOf)) - 1);
  const maxDrawdown = Math.min(...falls);
  const low = falls.indexOf(maxDrawdown);
  const high = Math.max(...curve.slice(0, low).map(equityOf));
  const from = curve.slice(0, low).findLast(({ equityUsd }) => equityUsd === high)!.close;
  const until = curve.slice(low).find(({ equityUsd }) => equityUsd >= high)?.close ?? null;
  const last = curve.at(-1)!;
  const days = (last.close - curve[0].close) / DAY;
  const annualizedReturn = (last.equityUsd / startUsd) ** (365 / days) - 1;
  return {
    ...{ startEquityUsd: startUsd, endEquityUsd: last.equityUsd, totalReturn: last.equityUsd / startUsd - 1 },
    ...{ days, cycles: cycles.length, annualizedReturn, calmar: annualizedReturn / -maxDrawdown },
    ...{ maxDrawdown, drawdownFrom: from, drawdownTo: curve[low].close, drawdownUntil: until },
    drawdownMs: (until ?? last.close) - from,
    ...ofDays(cycles),
  };
}

function equityOf({ equityUsd }: { readonly equityUsd: number }): number {
  return equityUsd;
}

function ofDays(cycles: readonly CycleEntry[]): Values {
  const first = Math.ceil(cycles[0].close / DAY) * DAY;
  const samples: number[] = [];
  for (let midnight = first; midnight <= cycles.at(-1)!.close; midnight += DAY) {
    samples.push(cycles.findLast(({ close }) => close <= midnight)!.equityUsd);
  }
  const returns = samples.slice(1).map((equity, day) => equity / samples[day] - 1);
  const average = mean(returns);
  const deviation = Math.sqrt(sum(returns.map((one) => (one - average) ** 2)) / (returns.length - 1));
  const downside = Math.sqrt(mean(returns.map((one) => Math.min(one, 0) ** 2)));
  return {
    sharpe: average / deviation * Math.sqrt(365),
    sortino: average / downside * Math.sqrt(365),
    smallestSharpe: Z / Math.sqrt(returns.length - 1 - Z ** 2 / 2) * Math.sqrt(365),
    maxDrawdownDaily: Math.min(...samples.map((low, at) => low / Math.max(...samples.slice(0, at + 1)) - 1)),
  };
}

/** Closed trades made again from the fills: each ends where the signed sizes of an asset add up to nothing. */
function tradesOf(fills: readonly Fill[], stops: ReadonlyMap<string | null, number>) {
  const trades: {
    asset: string;
    openedAt: number;
    closedAt: number;
    realizedUsd: number;
    riskUsd: number;
  }[] = [];
  for (const asset of new Set(fills.map((fill) => fill.asset))) {
    let open: Fill[] = [];
    for (const fill of fills.filter((one) => one.asset === asset)) {
      open.push(fill);
      if (Math.abs(sum(open.map(signed))) > 1e-9) continue;
      const entries = open.filter(({ side }) => side === open[0].side);
      trades.push({
        ...{ asset, openedAt: open[0].time, closedAt: fill.time },
        realizedUsd: -sum(open.map((one) => signed(one) * one.price)),
        riskUsd: sum(entries.map((one) => one.size * Math.abs(one.price - stops.get(one.clientOrderId)!))),
      });
      open = [];
    }
  }
  return trades.sort((a, b) => a.closedAt - b.closedAt || (a.asset < b.asset ? -1 : 1));
}

function signed({ side, size }: Fill): number {
  return side === "buy" ? size : -size;
}

function ofTrades(trades: readonly Trade[], risks: readonly number[]): Values {
  const nets = trades.map(({ netPnlUsd }) => netPnlUsd);
  const [won, lost] = [nets.filter((net) => net > 0), nets.filter((net) => net < 0)];
  return {
    ...{ trades: nets.length, wins: won.length, losses: lost.length, winRate: won.length / nets.length },
    ...{ profitFactor: sum(won) / -sum(lost), expectancyUsd: mean(nets) },
    expectancyR: mean(nets.map((net, at) => net / risks[at])),
    averageHoldingMs: mean(trades.map(({ openedAt, closedAt }) => closedAt - openedAt)),
  };
}

function assertClose(actual: Values, wanted: Values): void {
  for (const [name, value] of Object.entries(wanted)) {
    const given = actual[name];
    if (value === null || given === null) assert.equal(given, value, name);
    else {assert.ok(
        Math.abs(given - value) <= 1e-9 * Math.max(1, Math.abs(value)),
        `${name}: ${given}, wanted ${value}`,
      );}
  }
}

/** Holds every figure in run.json against the one computed here. */
function assertFigures({ lines, manifest }: Run): void {
  const entries = lines.map((line) => JSON.parse(line));
  const cycles: CycleEntry[] = entries.filter(({ kind }) => kind === "cycle");
  const all = <T>(read: (cycle: CycleEntry) => readonly T[] | undefined): T[] =>
    cycles.flatMap((one) => read(one) ?? []);
  const fills = all((one) => one.fills);
  const trades = all((one) => one.trades).sort((a, b) =>
    a.closedAt - b.closedAt || (a.asset < b.asset ? -1 : 1)
  );
  const intents: Intent[] = entries.filter(({ kind }) => kind === "intent");
  const stops = intents.flatMap(({ orders }) => orders).flatMap(({ legs }): [string, number][] => {
    const [entry, stop] = ["entry", "stop"].map((name) => legs.find(({ leg }) => leg === name));
    return entry === undefined || stop === undefined ? [] : [[entry.clientOrderId, stop.triggerPrice]];
  });
  const again = tradesOf(fills, new Map(stops));
  assert.deepEqual(
    trades.map(({ asset, openedAt, closedAt }) => [asset, openedAt, closedAt]),
    again.map(({ asset, openedAt, closedAt }) => [asset, openedAt, closedAt]),
  );
  trades.forEach(({ realizedPnlUsd, netPnlUsd, feesUsd, fundingUsd }, at) => {
    // Each fill's profit is rounded to the micro-USDC.
    assert.ok(Math.abs(realizedPnlUsd - again[at].realizedUsd) < 1e-5, `${realizedPnlUsd}`);
    assert.ok(Math.abs(netPnlUsd - (realizedPnlUsd + fundingUsd - feesUsd)) < 1e-9);
  });
  const [{ amountUsd: startUsd }] = all((one) => one.transfers);
  const volumeUsd = sum(fills.map(({ size, price }) => size * price));
  const equity = ofEquity(cycles, startUsd);
  const exposed = cycles.filter(({ notionalUsd }) => notionalUsd !== undefined);
  const last = cycles.at(-1)!;
  const { model, missedCloses, ...figures } = manifest.metrics!;
  assert.deepEqual([model, missedCloses], [null, undefined]);
  assertClose(figures, {
    ...equity,
    ...ofTrades(trades, again.map(({ riskUsd }) => riskUsd)),
    exposure: exposed.length / cycles.length,
    meanLeverage: sum(exposed.map((one) => one.notionalUsd! / one.equityUsd)) / cycles.length,
    ...{ fills: fills.length, feesUsd: sum(fills.map(({ feeUsd }) => feeUsd)) },
    fundingUsd: sum(all((one) => one.funding).map(({ amountUsd }) => amountUsd)),
    liquidations: fills.filter(({ liquidation }) => liquidation).length,
    longestNakedMs: Math.max(0, ...all((one) => one.naked).map(({ lengthMs }) => lengthMs)),
    refusals: all((one) => one.decisions).filter(({ outcome }) => outcome === "refused").length,
    faults: all((one) => one.faults).length,
    openPnlUsd: last.equityUsd - last.balanceUsd,
    tradedFrom: cycles.find(({ notAsked }) => notAsked === undefined)!.close,
  });
  // Each fill's notional is rounded to the micro-USDC too.
  const { metrics } = manifest;
  assert.ok(Math.abs(metrics!.volumeUsd - volumeUsd) < 1e-5);
  const turnover = volumeUsd / mean(cycles.map(equityOf)) / (equity.days! / 365);
  assert.ok(Math.abs(metrics!.turnover! / turnover - 1) < 1e-9);
}

Deno.test("the figures of a run are those that its diary gives by the formulas", () =>
  atWork(async (place) => assertFigures(await place.good(`${RUN} --agent trend`))));

Deno.test("what stands beside a run is the run of buy-and-hold: equal parts at 1×, with fees and funding", () =>
  atWork(async (place) => {
    const beside = await place.good(`${RUN} --agent random`);
    assertFigures(beside);
    const { manifest } = beside;
    const own = await place.good(`${RUN} --agent buy-and-hold`);
    assert.deepEqual(manifest.benchmark, own.manifest.metrics);
    const cycles: CycleEntry[] = own.lines.map((line) => JSON.parse(line)).filter(({ kind }) =>
      kind === "cycle"
    );
    const fills = cycles.flatMap((one) => one.fills ?? []);
    assert.deepEqual(fills.map(({ asset }) => asset).sort(), ["BTC", "ETH", "SOL"]);
    for (const { size, price, feeUsd } of fills) {
      assert.ok(Math.abs(size * price - 3300) < 10, `a third of 99 % of 10,000 USD: ${size * price}`);
      assert.ok(feeUsd > 0);
    }
    const { meanLeverage, fundingUsd } = manifest.benchmark!;
    assert.ok(meanLeverage > 0.9 && meanLeverage < 1.1 && fundingUsd !== 0);
  }));
