/** The loop on the system's clock at its real pace, only faster: late candles, a sleep, a command, over loopback. */
import assert from "node:assert/strict";
import { BinanceCandles, FUTURES } from "../../adapters/binance/mod.ts";
import { StubBinance } from "../../adapters/binance/testing/stub_binance.ts";
import { HyperliquidMarket } from "../../adapters/hyperliquid/mod.ts";
import { MINUTE, START, StubVenue } from "../../adapters/hyperliquid/testing/stub_venue.ts";
import { SystemClock } from "../../adapters/system_clock/mod.ts";
import { joinMarkets, MemoryDiary, type PlayedChoice, playPaper, realPace } from "../../backtest/mod.ts";
import { KeptEntries } from "../../backtest/seen/testing/kept_entries.ts";
import { type Agent, type DiaryEntry, RISK_PROFILES } from "../../engine/mod.ts";
import { ScriptedCommands } from "../../engine/testing/scripted_commands.ts";

/** A minute of the market takes four seconds. */
const SPEED = 15;
const FIRST = START + 120 * MINUTE;
const HOLDS: Agent = { name: "holds", needs: [], decide: () => ({ decisions: [] }) };
const BTC = {
  ...{ symbol: "BTC", szDecimals: 5, maxLeverage: 40 },
  marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 40 }],
};
const CHOICE: PlayedChoice = {
  agent: HOLDS,
  chosen: RISK_PROFILES.get("high")!,
  instruments: [BTC],
  interval: "1m",
  capitalUsd: 10_000,
  seed: 1,
  detail: "trades",
  funding: "on",
};

/** A run at the real pace, and what is told of it: each line with its moment, ms. */
async function atRealPace(
  use: (scene: {
    readonly clock: SystemClock;
    readonly commands: ScriptedCommands;
    readonly told: readonly { readonly entry: DiaryEntry; readonly at: number }[];
    /** Candles that are there only from a moment on, by the minute after START they open at. */
    readonly thereFrom: Map<number, number>;
    /** The machine sleeps for so long, ms of the market. */
    sleep(ms: number): void;
    until(isSo: () => boolean): Promise<void>;
  }) => Promise<void>,
): Promise<void> {
  const began = performance.now();
  let slept = 0;
  const clock = new SystemClock(() => FIRST - 20_000 + (performance.now() - began) * SPEED + slept, 5);
  const [binance, venue] = [new StubBinance(), new StubVenue()];
  const thereFrom = new Map<number, number>();
  for (const stub of [binance, venue]) Object.defineProperty(stub, "time", { get: () => clock.now() });
  Object.defineProperty(binance, "holes", {
    get: () => new Set([...thereFrom].filter(([, from]) => clock.now() < from).map(([minute]) => minute)),
  });
  const market = new HyperliquidMarket({ clock, baseUrl: venue.url });
  const candles = new BinanceCandles({ clock, baseUrl: binance.url, product: FUTURES });
  const asked = { assets: ["BTC"], interval: "1m", looksAt: ["1m"], follows: false } as const;
  const { marketData, close } = await joinMarkets({ candles, venue: market }, asked);
  const commands = new ScriptedCommands();
  const told: { entry: DiaryEntry; at: number }[] = [];
  const stop = new AbortController();
  const playing = playPaper({
    ...realPace("1m", () => market.skewMs),
    ...{ choice: CHOICE, clock, marketData, commands, from: FIRST, until: Infinity },
    ...{ seen: new KeptEntries(), written: { hashes: [], diary: new MemoryDiary() } },
  }, { signal: stop.signal, onEntry: (entry) => void told.push({ entry, at: clock.now() }) });
  const until = async (isSo: () => boolean): Promise<void> => {
    for (let tries = 0; !isSo(); tries++) {
      if (tries > 6000) throw new Error(`it never came to be: ${JSON.stringify(told.slice(-3))}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  try {
    await use({ clock, commands, told, thereFrom, until, sleep: (ms) => void (slept += ms) });
  } finally {
    stop.abort();
    await playing;
    close();
    await Promise.all([binance.stop(), venue.stop()]);
  }
}

Deno.test("real pace: after close and grace, a late candle waited for, a lost one held, a sleep missed, a command at once", () =>
  atRealPace(async ({ clock, commands, told, thereFrom, sleep, until }) => {
    const of = (close: number) =>
      told.find(({ entry }) => (entry.kind === "cycle" || entry.kind === "missed") && entry.close === close);
    const minute = (close: number): number => (close - START) / MINUTE - 1;
    const [second, third] = [FIRST + MINUTE, FIRST + 2 * MINUTE];
    thereFrom.set(minute(second), second + 9_000);
    thereFrom.set(minute(third), Infinity);

    await until(() => of(FIRST) !== undefined);
    const first = of(FIRST)!;
    assert.equal(first.entry.kind, "cycle");
    assert.ok(first.at >= FIRST + 2_000, `${first.at - FIRST} ms after the close`);
    assert.ok("held" in first.entry === false || first.entry.held === undefined, JSON.stringify(first.entry));

    await until(() => of(second) !== undefined);
    const late = of(second)!;
    assert.ok(
      late.at >= second + 9_000 && late.at < second + 30_000,
      `${late.at - second} ms after the close`,
    );
    assert.ok(late.entry.kind === "cycle" && late.entry.held === undefined, JSON.stringify(late.entry));

    await until(() => of(third) !== undefined);
    const lost = of(third)!;
    assert.ok(lost.at >= third + 20_000, `${lost.at - third} ms after the close`);
    assert.ok(lost.entry.kind === "cycle");
    assert.match(lost.entry.held![0].reason, /no candle of 1m by its deadline/);

    // In the middle of a wait.
    commands.give({ do: "pause" });
    const before = clock.now();
    await until(() => told.at(-1)!.entry.kind === "command");
    assert.ok(told.at(-1)!.at - before < SPEED * 1000, "within a second of ours");
    await until(() => commands.heard().length === 1);
    assert.equal(commands.heard()[0].done, true);

    const fourth = FIRST + 3 * MINUTE;
    sleep(fourth + 3 * MINUTE - clock.now());
    await until(() => of(fourth + 3 * MINUTE) !== undefined);
    const missed = [fourth, fourth + MINUTE].map((close) => of(close)!.entry);
    for (const entry of missed) {
      assert.ok(entry.kind === "missed" && entry.cause === "asleep", JSON.stringify(entry));
    }
    const back = of(fourth + 3 * MINUTE)!.entry;
    assert.ok(back.kind === "cycle" && back.notAsked === "paused", JSON.stringify(back));
  }));
