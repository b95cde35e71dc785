import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { query } from "./ask.ts";
import { Figure } from "./figure.ts";
import { percent, price } from "./format.ts";
import { html } from "./html.ts";
import { isDark } from "./preferences.ts";
import { type ChartFill, type ChartLevel, drawChart } from "./price_chart.ts";
import { useShared } from "./shared.ts";
import { lengthOf } from "./status_strip.ts";
import { useAnswer } from "./use_answer.ts";
import {
  accountLines,
  type ChartCandles,
  type CurvePoint,
  type Moment,
  type RunView,
  type ToldLine,
} from "./wire.ts";

const INDICATORS = ["ema20", "ema50", "bollinger20-2", "rsi14", "macd12-26-9", "atr14"];
const COUNTS = [120, 300, 1000];
const DAY_MS = 86_400_000;

interface ChartChoice {
  readonly asset: string;
  readonly interval: string;
  readonly count: number;
  readonly indicators: readonly string[];
}

/** The chart of one asset up to the moment, and what of it is shown. */
export function ChartPanel({ view, moment }: { view: RunView; moment: Moment }): VNode {
  const { run } = view;
  const [choice, set] = useState<ChartChoice>({
    ...{ asset: run.assets[0] ?? "", interval: run.interval ?? "1h", count: COUNTS[0], indicators: [] },
  });
  const change = (changes: Partial<ChartChoice>): void => set((before) => ({ ...before, ...changes }));
  const id = encodeURIComponent(run.id);
  const until = moment.close;
  const { asset, interval, count, indicators } = choice;
  const isAsked = until !== null && asset !== "";
  const candles = useAnswer<ChartCandles>(
    isAsked
      ? `/api/runs/${id}/candles${query({ asset, interval, until, count, indicators: indicators.join(",") })}`
      : null,
  );
  const first = candles.value?.candles[0]?.[0] ?? null;
  const curve = useAnswer<CurvePoint[]>(
    first === null ? null : `/api/runs/${id}/curve${query({ seq: moment.seq, from: first, points: 4000 })}`,
  );
  const past = useAnswer<{ lines: ToldLine[] }>(
    isAsked ? `/api/runs/${id}/diary${query({ kind: "fill", before: moment.seq + 1, limit: 200 })}` : null,
  );
  return html`
    <section class="chart" aria-label="chart">
      <${Marks} run=${run} moment=${moment} chosen=${asset} choose=${(one: string) =>
        change({ asset: one })}/>
        <${Choices} choice=${choice} change=${change} intervals=${candles.value?.intervals ?? [interval]}/>
        ${candles.error !== null && html`<p class="warning">${candles.error.message}</p>`}
        ${!isAsked && html`<p class="quiet">No cycle yet: candles come with the first one.</p>`}
        <${Canvas} candles=${candles.value} curve=${curve.value ??
          []} choice=${choice} moment=${moment} past=${past.value?.lines ?? []}/>
      </section>
  `;
}

/** The price of each asset and its change over a day; a choice of what the chart shows. */
function Marks(
  { run, moment, chosen, choose }: {
    run: RunView["run"];
    moment: Moment;
    chosen: string;
    choose: (asset: string) => void;
  },
): VNode {
  return html`<div class="marks" role="group" aria-label="assets">${
    run.assets.map((asset) =>
      html`
        <${Mark} key=${asset} run=${run} asset=${asset} moment=${moment} isChosen=${asset === chosen}
          choose=${choose}/>
      `
    )
  }</div>`;
}

function Mark(
  { run, asset, moment, isChosen, choose }: {
    run: RunView["run"];
    asset: string;
    moment: Moment;
    isChosen: boolean;
    choose: (asset: string) => void;
  },
): VNode {
  const { close, cycles: { seq } } = moment;
  const interval = run.interval ?? "1h";
  const count = Math.ceil(DAY_MS / lengthOf(interval)) + 1;
  const asked = query({ asset, interval, until: close, count });
  const day = useAnswer<ChartCandles>(
    close === null ? null : `/api/runs/${encodeURIComponent(run.id)}/candles${asked}`,
  );
  const held = moment.positions.find((one) => one.asset === asset)?.mark ?? null;
  const rows = day.value?.candles ?? [];
  const last = held?.value ?? rows.at(-1)?.[4] ?? null;
  const before = rows.length < count ? null : rows[0][4];
  const change = last === null || before === null ? null : last / before - 1;
  return html`
    <div class=${`mark ${isChosen ? "chosen" : ""}`}>
      <button type="button" class="small" aria-pressed=${isChosen} onClick=${() =>
        choose(asset)}>${asset}</button>
      <${Figure} run=${run.id} of=${last === null
        ? null
        : { value: last, seq }} as=${price} name=${`${asset} price`}/>
        <small><${Figure} run=${run.id} of=${change === null ? null : { value: change, seq }} as=${percent}
          name=${`${asset} change in 24 hours`} isSigned=${true} none=""/></small>
        </div>
  `;
}

function Choices(
  { choice, change, intervals }: {
    choice: ChartChoice;
    change: (changes: Partial<ChartChoice>) => void;
    intervals: readonly string[];
  },
): VNode {
  const { interval, count, indicators } = choice;
  const toggle = (name: string): void =>
    change({
      indicators: indicators.includes(name)
        ? indicators.filter((one) => one !== name)
        : [...indicators, name],
    });
  return html`
    <div class="row">
      <label class="inline">candles <select onChange=${(event: Event) =>
        change({ interval: (event.target as HTMLSelectElement).value })}>
          ${intervals.map((one) =>
            html`<option value=${one} selected=${one === interval}>${one}</option>`
          )}</select></label>
      <label class="inline">last <select onChange=${(event: Event) =>
        change({ count: Number((event.target as HTMLSelectElement).value) })}>
          ${COUNTS.map((one) =>
            html`<option value=${one} selected=${one === count}>${one}</option>`
          )}</select></label>
      <span role="group" aria-label="indicators">${INDICATORS.map((name) =>
        html`
          <button type="button" class="small"
            aria-pressed=${indicators.includes(name)} onClick=${() => toggle(name)}>${name}</button>
        `
      )}</span>
    </div>
  `;
}

function Canvas(
  { candles, curve, choice, moment, past }: {
    candles: ChartCandles | null;
    curve: readonly CurvePoint[];
    choice: ChartChoice;
    moment: Moment;
    past: readonly ToldLine[];
  },
): VNode {
  const { preferences } = useShared();
  const element = useRef<HTMLDivElement>(null);
  const [dark, setDark] = useState(isDark(preferences));
  useEffect(() => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    const look = (): void => setDark(isDark(preferences));
    look();
    query.addEventListener("change", look);
    return () => query.removeEventListener("change", look);
  }, [preferences]);
  const isThere = candles !== null && candles.candles.length > 0;
  useEffect(() => {
    if (!isThere || element.current === null) return;
    const { fills, levels } = tradedOn(choice.asset, past, moment);
    const entry = moment.positions.find(({ asset }) => asset === choice.asset)?.entryPrice.value ?? null;
    const own = { candles, curve, fills, levels, entry, zone: preferences.zone };
    return drawChart(element.current, { ...own, length: lengthOf(candles.interval) });
  }, [candles, curve, past, dark, preferences.zone, moment.seq]);
  const last = candles?.candles.at(-1);
  return html`<div ref=${element} class="canvas" role="img" aria-label=${
    last === undefined
      ? "no candles"
      : `${choice.asset} ${choice.interval} candles, last close ${price(last[4])}`
  }></div>`;
}

/** What was traded in an asset, and the stops and targets that stood, from the lines of its fills. */
function tradedOn(asset: string, lines: readonly ToldLine[], moment: Moment) {
  const fills: ChartFill[] = [];
  const levels: ChartLevel[] = [];
  for (const line of accountLines(lines)) {
    for (const { asset: of, time, side, realizedPnlUsd } of line.fills ?? []) {
      if (of === asset) fills.push({ time, side, isEntry: realizedPnlUsd === 0 });
    }
    for (const { asset: of, openedAt, stop, target } of line.decisions ?? []) {
      if (of !== asset || openedAt === undefined) continue;
      const until = closedAfter(asset, openedAt, lines);
      if (stop != null) levels.push({ kind: "stop", from: line.close, until, value: stop, isNow: false });
      if (target != null) {
        levels.push({ kind: "target", from: line.close, until, value: target, isNow: false });
      }
    }
  }
  const held = moment.positions.find((one) => one.asset === asset);
  const now = (kind: ChartLevel["kind"], one: { value: number } | null | undefined): ChartLevel[] =>
    held === undefined || one == null ? [] : [{
      kind,
      from: (moment.close ?? held.openedAt.value) - 1,
      until: Infinity,
      value: one.value,
      isNow: true,
    }];
  return { fills, levels: [...now("stop", held?.stop), ...now("target", held?.target), ...levels] };
}

function closedAfter(asset: string, openedAt: number, lines: readonly ToldLine[]): number {
  for (const line of accountLines(lines)) {
    const trade = line.trades?.find((one) => one.asset === asset && one.openedAt === openedAt);
    if (trade !== undefined) return trade.closedAt;
  }
  return Infinity;
}
