import type { VNode } from "preact";
import { Figure } from "./figure.ts";
import { cost, duration, percent, price, size, usd } from "./format.ts";
import { html } from "./html.ts";
import { pulseOf, useNow } from "./status_strip.ts";
import type { LiveRun } from "./use_run.ts";
import type { MaybeTraced, Moment } from "./wire.ts";

interface Row {
  readonly label: string;
  readonly of: MaybeTraced;
  readonly as: (value: number) => string;
  readonly isSigned?: boolean;
  readonly none?: string;
}

const plus = (value: number): string => usd(value, true);
const minusOf = (one: { readonly value: number; readonly seq: number }) => ({ ...one, value: -one.value });

function rowsOf({ account, totals, positions }: Moment): Row[] {
  const none = "n/a: a price is not known";
  return [
    { label: "today", of: account.dayPnlUsd, as: plus, isSigned: true },
    { label: "unrealised", of: account.unrealizedPnlUsd, as: plus, isSigned: true },
    { label: "drawdown", of: account.drawdown, as: percent },
    { label: "deepest", of: account.maxDrawdown, as: percent },
    { label: "margin used", of: account.marginUsedUsd, as: usd, none: positions.length > 0 ? none : "n/a" },
    { label: "cash", of: account.balanceUsd, as: usd },
    { label: "trades", of: totals.trades, as: size },
    { label: "win rate", of: totals.winRate, as: (value) => percent(value, false), none: "n/a: no trade" },
    { label: "fees", of: minusOf(totals.feesUsd), as: plus },
    { label: "funding", of: totals.fundingUsd, as: plus },
    { label: "refusals", of: totals.refusals, as: size },
    { label: "faults", of: totals.faults, as: size },
    { label: "longest naked", of: totals.longestNakedMs, as: duration },
    {
      ...{ label: "model cost", of: totals.modelCostUsd, none: "none" },
      as: (value) => `${cost(value)}${totals.unpriced > 0 ? " and more" : ""}`,
    },
  ];
}

/** The account, the large figure first. Amounts in USD. */
export function AccountPanel(
  { run, moment, live }: { run: string; moment: Moment; live: LiveRun | null },
): VNode {
  const { equityUsd, totalReturn } = moment.account;
  return html`<section class="account" aria-label="account">
    <div class="large"><${Figure} run=${run} of=${equityUsd} as=${usd} name="equity" none="no cycle yet"/> <small>USD</small></div>
    <div class="medium"><${Figure} run=${run} of=${totalReturn} as=${percent} name="return" isSigned=${true} none=""/></div>
    ${live !== null && html`<${Pulse} live=${live}/>`}
    <dl class="figures">${
    rowsOf(moment).map((row) =>
      html`
        <div>
          <dt>${row.label}</dt>
          <dd>
            <${Figure} run=${run} name=${row.label} ...${row} />
          </dd>
        </div>
      `
    )
  }</dl>
  </section>`;
}

/** What the process knew between two cycles: shown with its age, part of nothing else. */
function Pulse({ live: { pulse } }: { live: LiveRun }): VNode | null {
  const now = useNow();
  const { equityUsd, marks } = pulseOf(pulse?.value);
  if (pulse === null || equityUsd === null) return null;
  const age = duration(Math.max(1000, now - pulse.at));
  const prices = marks.map(([asset, mark]) => `${asset} ${price(mark)}`).join(", ");
  const text = `between cycles ${usd(equityUsd)} USD, ${prices}: ${age} ago, not in the diary`;
  return html`<p class="quiet" data-pulse>${text}</p>`;
}
