import { chanceOf, DAY_MS, type RecordedAsset } from "../../engine/mod.ts";
import type { AssetHistory } from "../market/recorded_market.ts";
import { type Control, ControlError, type ControlledMarket, type ControlTerms } from "./control.ts";
import { assembled, levelAt, type Piece } from "./pieces.ts";

/**
 * Blocks of so many UTC days of the run in another order, the same for every asset: what happened stays, when it happened is
 * another. Each block's prices are scaled so that it goes on where the one before it ended. What is before the first whole
 * day of the run and after its last whole block stays where it is.
 */
export function shuffle(days: number): Control {
  return { name: `shuffle:${days}`, donors: [], apply: (terms) => shuffled(terms, days) };
}

function shuffled({ market, instruments, range, seed }: ControlTerms, days: number): ControlledMarket {
  const length = days * DAY_MS;
  const first = Math.ceil(range.from / DAY_MS) * DAY_MS;
  const count = Math.floor((range.until - first) / length);
  if (count < 2) {
    const whole = Math.max(0, Math.floor((range.until - first) / DAY_MS));
    throw new ControlError(
      `--control shuffle:${days} has nothing to put in another order: the run has ${whole} whole days; wanted at least ${
        2 * days
      }`,
    );
  }
  const order = otherOrder(count, seed);
  const assets = instruments.map(({ symbol }): RecordedAsset => {
    const history = market.assets.get(symbol)!;
    return assembled(piecesOf(history, { first, length, order }));
  });
  return { assets, range, detail: { blocks: count } };
}

function piecesOf(
  history: AssetHistory,
  { first, length, order }: {
    readonly first: number;
    readonly length: number;
    readonly order: readonly number[];
  },
): readonly Piece[] {
  const source = history.recorded;
  const pieces: Piece[] = [{ source, from: -Infinity, until: first, shiftMs: 0, factor: 1 }];
  let level = levelAt(history, first);
  order.forEach((block, place) => {
    const from = first + block * length;
    const until = from + length;
    const factor = level / levelAt(history, from);
    pieces.push({ source, from, until, shiftMs: (place - block) * length, factor });
    level = factor * levelAt(history, until);
  });
  const end = first + order.length * length;
  pieces.push({ source, from: end, until: Infinity, shiftMs: 0, factor: level / levelAt(history, end) });
  return pieces;
}

/** Another order than the one there is, drawn (Fisher–Yates). */
function otherOrder(count: number, seed: number): readonly number[] {
  const chance = chanceOf(seed, "shuffle", count);
  const order = Array.from({ length: count }, (_, index) => index);
  do {
    for (let index = count - 1; index > 0; index--) {
      const other = Math.floor(chance() * (index + 1));
      [order[index], order[other]] = [order[other], order[index]];
    }
  } while (order.every((block, index) => block === index));
  return order;
}
