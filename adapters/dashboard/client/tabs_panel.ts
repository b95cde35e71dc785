import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ask, query } from "./ask.ts";
import { lapsedText } from "./stream_panel.ts";
import { Figure } from "./figure.ts";
import { duration, price, size, time, usd } from "./format.ts";
import { html } from "./html.ts";
import { useShared } from "./shared.ts";
import { type Column, SortedTable } from "./sorted_table.ts";
import { accountLines, type Moment, type ToldLine } from "./wire.ts";

const PAGE = 200;
const TABS = { orders: "Open orders", fills: "Fills", trades: "Completed trades", events: "Events" } as const;
type Tab = keyof typeof TABS;
const KINDS: Readonly<Record<Exclude<Tab, "orders">, string>> = {
  fills: "fill",
  trades: "trade",
  events: "fault",
};

/** What there is in lists: open orders, and up to line `seq` fills, trades and what went wrong. */
export function TabsPanel({ run, moment }: { run: string; moment: Moment }): VNode {
  const [tab, choose] = useState<Tab>("orders");
  return html`
    <section class="tabs" aria-label="lists">
      <div role="tablist" aria-label="lists">${Object.entries(TABS).map(([name, label]) =>
        html`
          <button type="button" role="tab"
            id=${`tab-${name}`} aria-selected=${tab === name} aria-controls="tab-panel"
            onClick=${() => choose(name as Tab)}>${label}${name === "orders"
              ? ` (${moment.orders.length})`
              : ""}</button>
        `
      )}</div>
      <div role="tabpanel" id="tab-panel" aria-labelledby=${`tab-${tab}`}>
          ${tab === "orders"
            ? html`<${Orders} run=${run} moment=${moment}/>`
            : html`<${Listed} key=${tab} run=${run} seq=${moment.seq} tab=${tab}/>`}
        </div>
    </section>
  `;
}

function Orders({ run, moment }: { run: string; moment: Moment }): VNode {
  type Order = Moment["orders"][number];
  const figure = (of: Order["triggerPrice"], name: string) =>
    html`<${Figure} run=${run} of=${of} as=${price} name=${name}/>`;
  const columns: Column<Order>[] = [
    { name: "asset", of: ({ asset }) => asset, isText: true },
    { name: "order", of: ({ leg }) => leg, isText: true },
    { name: "side", of: ({ side }) => side, isText: true },
    {
      name: "trigger",
      of: ({ triggerPrice }) => triggerPrice.value,
      show: ({ triggerPrice }) => figure(triggerPrice, "trigger"),
    },
    {
      name: "no worse than",
      of: ({ limitPrice }) => limitPrice.value,
      show: ({ limitPrice }) => figure(limitPrice, "worst price"),
    },
    {
      name: "size",
      of: (one) => one.size,
      show: (one) => one.size === null ? "whole position" : size(one.size),
    },
  ];
  return html`
    <${SortedTable} rows=${moment.orders} columns=${columns} caption="Open orders" file=${`${run}-orders.csv`}
      none="No order waits. The stop and target of a position would stand here." />
  `;
}

/** A list that is read in pages of 200 lines, newest first. */
function Listed({ run, seq, tab }: { run: string; seq: number; tab: Exclude<Tab, "orders"> }): VNode {
  const [lines, set] = useState<readonly ToldLine[] | null>(null);
  const [isAll, setAll] = useState(false);
  const read = async (before: number): Promise<ToldLine[]> => {
    const asked = query({ kind: KINDS[tab], before, limit: PAGE });
    const { lines: page } = await ask<{ lines: ToldLine[] }>(
      `/api/runs/${encodeURIComponent(run)}/diary${asked}`,
    );
    setAll(page.length < PAGE);
    return page;
  };
  useEffect(() => {
    let isWanted = true;
    read(seq + 1).then((page) => isWanted && set(page), () => isWanted && set([]));
    return () => {
      isWanted = false;
    };
  }, [run, seq]);
  const more = (): void =>
    void read(lines!.at(-1)!.seq).then((page) => set([...lines!, ...page]), () => undefined);
  if (lines === null) return html`<p class="quiet">Reading…</p>`;
  return html`<div>
    ${tab === "fills" && html`<${Fills} run=${run} lines=${lines}/>`}
    ${tab === "trades" && html`<${Trades} run=${run} lines=${lines}/>`}
    ${tab === "events" && html`<${Events} run=${run} lines=${lines}/>`}
    ${!isAll && lines.length > 0 && html`<p><button type="button" onClick=${more}>Older ones</button></p>`}
  </div>`;
}

function useCells(run: string) {
  const { preferences: { zone }, openLine } = useShared();
  const at = (ms: number, seq: number) =>
    html`
      <button type="button" class="figure" data-seq=${seq}
        onClick=${() => openLine(run, seq)}>${time(ms, zone)}</button>
    `;
  const gain = (value: number, seq: number) =>
    html`<${Figure} run=${run} of=${{ value, seq }} as=${(one: number) =>
      usd(one, true)} name="PnL" isSigned=${true}/>`;
  return { at, gain };
}

function Fills({ run, lines }: { run: string; lines: readonly ToldLine[] }): VNode {
  const { at, gain } = useCells(run);
  const rows = accountLines(lines).flatMap((line) =>
    [...line.fills ?? []].reverse().map((fill) => ({ ...fill, seq: line.seq }))
  );
  type Row = typeof rows[number];
  const columns: Column<Row>[] = [
    { name: "time", of: (one) => one.time, show: (one) => at(one.time, one.seq) },
    { name: "asset", of: (one) => one.asset, isText: true },
    { name: "side", of: (one) => one.side, isText: true },
    { name: "size", of: (one) => one.size, show: (one) => size(one.size) },
    { name: "price", of: (one) => one.price, show: (one) => price(one.price) },
    { name: "fee USD", of: (one) => one.feeUsd, show: (one) => usd(one.feeUsd) },
    {
      name: "realised USD",
      of: (one) => one.realizedPnlUsd,
      show: (one) => gain(one.realizedPnlUsd, one.seq),
    },
  ];
  return html`
    <${SortedTable} rows=${rows} columns=${columns} caption="Fills, newest first" file=${`${run}-fills.csv`}
      none="Nothing has been filled yet." />
  `;
}

function Trades({ run, lines }: { run: string; lines: readonly ToldLine[] }): VNode {
  const { at, gain } = useCells(run);
  const rows = accountLines(lines).flatMap((line) =>
    [...line.trades ?? []].reverse().map((trade) => ({ ...trade, seq: line.seq }))
  );
  type Row = typeof rows[number];
  const columns: Column<Row>[] = [
    { name: "closed", of: (one) => one.closedAt, show: (one) => at(one.closedAt, one.seq) },
    { name: "asset", of: (one) => one.asset, isText: true },
    { name: "side", of: (one) => one.side, isText: true },
    { name: "size", of: (one) => one.size, show: (one) => size(one.size) },
    { name: "entry", of: (one) => one.entryPrice, show: (one) => price(one.entryPrice) },
    { name: "exit", of: (one) => one.exitPrice, show: (one) => price(one.exitPrice) },
    { name: "by", of: (one) => one.exit, isText: true },
    {
      name: "held",
      of: (one) => one.closedAt - one.openedAt,
      show: (one) => duration(one.closedAt - one.openedAt),
    },
    { name: "fees USD", of: (one) => one.feesUsd, show: (one) => usd(one.feesUsd) },
    { name: "funding USD", of: (one) => one.fundingUsd, show: (one) => usd(one.fundingUsd, true) },
    { name: "net USD", of: (one) => one.netPnlUsd, show: (one) => gain(one.netPnlUsd, one.seq) },
  ];
  return html`
    <${SortedTable} rows=${rows} columns=${columns} caption="Completed trades, newest first" file=${`${run}-trades.csv`}
      none="No trade has been closed yet." />
  `;
}

function Events({ run, lines }: { run: string; lines: readonly ToldLine[] }): VNode {
  const { at } = useCells(run);
  const rows = lines.flatMap((line) =>
    eventsOf(line).map((event) => ({ ...event, seq: line.seq, close: line.close }))
  );
  type Row = typeof rows[number];
  const columns: Column<Row>[] = [
    { name: "time", of: (one) => one.close, show: (one) => at(one.close, one.seq) },
    { name: "what", of: (one) => one.what, isText: true },
    { name: "on", of: (one) => one.on, isText: true },
    { name: "detail", of: (one) => one.detail, isText: true },
  ];
  return html`
    <${SortedTable} rows=${rows} columns=${columns} caption="Faults, refusals and missed cycles, newest first"
      file=${`${run}-events.csv`} none="Nothing went wrong." />
  `;
}

function eventsOf(line: ToldLine): { what: string; on: string; detail: string }[] {
  if (line.kind === "missed") return [{ what: "missed cycle", on: line.cause, detail: line.detail }];
  if (line.kind === "lapsed") return [{ what: "lapsed", on: line.asset, detail: lapsedText(line) }];
  const { faults = [], naked = [] } = line;
  const decisions = line.kind === "guard" ? [] : line.decisions ?? [];
  const cycle = line.kind === "cycle" ? line : null;
  return [
    ...faults.map(({ on, what, done }) => ({ what: "fault", on, detail: `${what}; ${done}` })),
    ...naked.map(({ asset, cause, lengthMs }) => ({
      what: "no stop",
      on: asset,
      detail: `${duration(lengthMs)}: ${cause}`,
    })),
    ...decisions.filter(({ outcome }) => outcome !== "filled" && outcome !== "accepted").map((one) => ({
      ...{ what: one.outcome, on: one.asset, detail: one.refusal?.detail ?? one.reason ?? "" },
    })),
    ...(cycle?.unanswered === undefined
      ? []
      : [{ what: "no answer", on: cycle.unanswered.why, detail: cycle.unanswered.detail }]),
    ...(cycle?.halt === undefined
      ? []
      : [{ what: "halt", on: cycle.halt.until, detail: `lost ${(-cycle.halt.loss * 100).toFixed(2)} %` }]),
  ];
}
