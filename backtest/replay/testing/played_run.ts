/**
 * A short run on a drawn market, as it would lie on disk, and the means to change what it tells.
 * @module
 */
import {
  type Agent,
  CHAIN_START,
  chainLine,
  type CycleEntry,
  type DiaryEntry,
  ema,
  hold,
  RISK_PROFILES,
  rsi,
  type RunManifest,
} from "../../../engine/mod.ts";
import { manifestDraft } from "../../backtest_settings.ts";
import { RecordedMarket } from "../../market/recorded_market.ts";
import { MemoryDiary } from "../../memory_diary.ts";
import type { PlannedBacktest, ReadMarket } from "../../plan_backtest.ts";
import { type ModelByClock, runBacktest } from "../../run_backtest.ts";
import { type CandleRow, COIN, drawnAsset, START } from "../../testing/market.ts";

const HOUR = 60;
const HOUR_MS = 3_600_000;
const HOURS = 240;
const price = (hour: number): number => 100 + 6 * Math.sin(hour / 6) + Math.sin(hour / 3);

/** Hourly candles that go up and down in waves of some days. */
export function waves(change: (hour: number) => number = () => 0): readonly CandleRow[] {
  return Array.from({ length: HOURS }, (_, hour) => {
    const [open, close] = [price(hour), price(hour + 1) + change(hour)];
    return [hour * HOUR, open, Math.max(open, close) + 0.1, Math.min(open, close) - 0.1, close] as const;
  });
}

/** Buys below its average, closes above it; wants too much now and then, so that the gate refuses. */
export const CROSS: Agent = {
  name: "cross",
  needs: [{ interval: "decision", indicators: [ema(10), rsi(7)], values: 2 }],
  decide: ({ assets, account, close }) => ({
    decisions: assets.map((view) => {
      const [last, average] = [view.on().closes.last, view.on().series("ema10").last];
      if (view.position !== null && last > average) {
        return { asset: view.asset, action: "close", rationale: "above" };
      }
      if (view.position !== null || last > average) return hold(view.asset, "waits");
      const share = close / HOUR_MS % 5 === 0 ? 0.9 : 0.1;
      return {
        asset: view.asset,
        action: "buy",
        allocationUsd: share * account.equityUsd,
        rationale: "below",
      };
    }),
    memory: close,
  }),
};

/** A run that is over, with its lines. */
export interface PlayedRun {
  readonly manifest: RunManifest;
  readonly lines: readonly string[];
  readonly entries: readonly DiaryEntry[];
  readonly plan: Pick<PlannedBacktest<ReadMarket>, "choice" | "market" | "from" | "until">;
}

/** Plays a run of an agent over some days. */
export async function playedRun(
  agent: Agent = CROSS,
  options: {
    readonly detail?: "trades" | "full";
    readonly candles?: readonly CandleRow[];
    readonly chatModel?: ModelByClock;
  } = {},
): Promise<PlayedRun> {
  const { detail = "trades", candles = waves(), chatModel } = options;
  const funding = Array.from({ length: HOURS }, (_, hour) => [hour + 1, 0.0001] as const);
  const market = new RecordedMarket([drawnAsset({ instrument: COIN, candles: { "1h": candles }, funding })]);
  const choice = {
    agent,
    chosen: RISK_PROFILES.get("conservative")!,
    instruments: [COIN],
    interval: "1h",
    capitalUsd: 10_000,
    seed: 1,
    detail,
    funding: "on",
  } as const;
  const range = { from: START + 60 * HOUR * 60_000, until: START + 200 * HOUR * 60_000 };
  const plan = { choice, market, ...range };
  const kept = new MemoryDiary();
  const backtest = { ...plan, ...(chatModel === undefined ? {} : { chatModel }) };
  const { metrics } = await runBacktest(backtest, { kept, signal: new AbortController().signal });
  const { lines, entries, end } = kept;
  const data = { source: "drawn", synthetic: true, files: [], gaps: 0 };
  const draft = manifestDraft(choice, {
    id: "00000001",
    mode: "backtest",
    codeRevision: "x",
    data,
    range,
    started: "",
  });
  const diary = { lines: end.seq, lastHash: end.hash };
  return { manifest: { ...draft, status: "finished", diary, metrics }, lines, entries, plan };
}

/** The same run as if its diary had told something else from the start: its chain is whole. */
export function retold(run: PlayedRun, change: (entries: DiaryEntry[]) => DiaryEntry[] | void): PlayedRun {
  // From the lines, not from checked entries: their fields stand in the order in which they were written.
  const copy: DiaryEntry[] = run.lines.map((line) => {
    const { seq: _seq, hash: _hash, ...entry } = JSON.parse(line);
    return entry;
  });
  const entries = change(copy) ?? copy;
  let end = { seq: 0, hash: CHAIN_START };
  const lines = entries.map((entry) => {
    const { text, hash } = chainLine(end, entry);
    end = { seq: end.seq + 1, hash };
    return text;
  });
  const manifest = { ...run.manifest, diary: { lines: end.seq, lastHash: end.hash } };
  return { ...run, manifest, lines, entries };
}

/** The first entry of a kind for which something holds. */
export function firstOf<Kind extends DiaryEntry["kind"]>(
  entries: readonly DiaryEntry[],
  kind: Kind,
  holds: (entry: Extract<DiaryEntry, { kind: Kind }>) => boolean = () => true,
): Extract<DiaryEntry, { kind: Kind }> {
  return entries.find((entry) =>
    entry.kind === kind && holds(entry as Extract<DiaryEntry, { kind: Kind }>)
  ) as Extract<
    DiaryEntry,
    { kind: Kind }
  >;
}

/** The first cycle that has something in a field. */
export function cycleWith(entries: readonly DiaryEntry[], field: keyof CycleEntry): CycleEntry {
  return firstOf(entries, "cycle", (entry) => entry[field] !== undefined);
}
