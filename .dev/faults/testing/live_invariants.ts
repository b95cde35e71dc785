/** What holds of a live run whatever fails: each law that is broken is named in a line. */
import {
  type DiaryEntry,
  type ExchangeState,
  inDiaryOrder,
  type Instrument,
  RunState,
} from "../../../engine/mod.ts";
import { LIMIT_MS, type LiveStorm, LOOK_MS } from "./live_storm.ts";
import { QUARTER } from "./storm_market.ts";

/** From one look to the next answers may be slow. */
const SLOW_MS = 30_000;

/** What a run leaves behind. */
export interface Aftermath {
  readonly entries: readonly DiaryEntry[];
  /** What it trades. */
  readonly instruments: readonly Instrument[];
  /** Client order ids that reached the venue, each as often as it did. */
  readonly reached: readonly string[];
  /** The venue's truth at the end, and all that ever happened. */
  readonly truth: ExchangeState;
  /** The order of somebody else's that stood before it all. */
  readonly strangersOrder: string;
}

/** What is broken after a storm; nothing: all holds. */
export function brokenIn(storm: LiveStorm, closes: number): string[] {
  return [...brokenAfter(storm), ...lines(storm, closes), ...naked(storm)];
}

/** What is broken after any run. */
export function brokenAfter(run: Aftermath): string[] {
  return [...orders(run), ...ledger(run), ...strangers(run)];
}

/** No order reaches the venue twice, none that was not intended before, no name is given twice. */
function orders({ entries, reached }: Aftermath): string[] {
  const intended = entries.flatMap((entry) =>
    entry.kind === "intent"
      ? entry.orders.flatMap(({ legs }) => legs.map(({ clientOrderId }) => clientOrderId))
      : []
  );
  const lapsed = new Set(entries.flatMap((entry) => entry.kind === "lapsed" ? entry.orders : []));
  return [
    ...twice(reached).map((id) => `order ${id} reached the venue twice`),
    ...twice(intended).map((id) => `the name ${id} was given twice`),
    ...reached.filter((id) => !intended.includes(id)).map((id) => `order ${id} was never intended`),
    ...reached.filter((id) => lapsed.has(id)).map((id) => `order ${id} lapsed and reached the venue`),
  ];
}

/** Each close has one line, in order. */
function lines({ entries, from }: LiveStorm, closes: number): string[] {
  const told = entries.flatMap((entry) =>
    entry.kind === "cycle" || entry.kind === "missed" ? [(entry.close - from) / QUARTER] : []
  );
  const wanted = Array.from({ length: closes }, (_, index) => index);
  return told.join() === wanted.join() ? [] : [`closes have the lines ${told.join()}`];
}

/** What the lines say is what the venue shows. */
function ledger({ entries, instruments, truth }: Aftermath): string[] {
  const state = new RunState(new Map(instruments.map((one) => [one.symbol, one])));
  for (const entry of entries) state.apply(entry);
  const { time, count } = state.syncedTo;
  const first = truth.events.findIndex((event) => event.time >= time);
  const rest = first < 0 ? [] : truth.events.slice(truth.events[first].time === time ? first + count : first);
  for (const event of inDiaryOrder(rest)) state.absorb(event);
  const held = (list: readonly { asset: string; side: string; size: number }[]) =>
    list.filter(({ asset }) => instruments.some(({ symbol }) => symbol === asset))
      .map(({ asset, side, size }) => `${asset} ${side} ${size}`).sort().join(", ");
  const broken: string[] = [];
  if (state.explainedBalanceUsd !== truth.account.balanceUsd) {
    broken.push(
      `the diary explains ${state.explainedBalanceUsd} USD, the venue has ${truth.account.balanceUsd}`,
    );
  }
  const [diary, venue] = [held(state.book.actives()), held(truth.account.positions)];
  if (diary !== venue) broken.push(`the diary holds ${diary || "nothing"}, the venue ${venue || "nothing"}`);
  return broken;
}

/** What is somebody else's stands as it stood. */
function strangers({ truth, strangersOrder }: Aftermath): string[] {
  const stands = truth.account.openOrders.some(({ clientOrderId }) => clientOrderId === strangersOrder);
  return stands ? [] : ["somebody else's order is gone"];
}

function naked({ longestNakedMs }: LiveStorm): string[] {
  const most = LIMIT_MS + LOOK_MS + SLOW_MS;
  return longestNakedMs <= most ? [] : [`a position was naked for ${longestNakedMs} ms, ${most} are allowed`];
}

function twice(ids: readonly string[]): string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}
