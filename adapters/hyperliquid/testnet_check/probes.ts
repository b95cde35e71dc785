/** What is asked of a venue, in this sequence: each probe leaves what the next ones expect. */

import { z } from "zod";
import { decimalWire } from "../trading/decimal_wire.ts";
import type { ProbedAccount, ProbeOrder } from "./probed_account.ts";

/** One thing that is asked. */
export interface Probe {
  /** The point it is about, as exchange-rules 10.1 calls it where it is an open one. */
  readonly point: string;
  readonly asked: string;
  /** Asks it; gives what was said, in words that are the same for the same answer. */
  ask(account: ProbedAccount): Promise<string>;
}

/** Open points of exchange-rules 10.1 that the smallest orders cannot answer, and why. */
export const NOT_ASKED: readonly string[] = [
  "trigger equality: nobody can have the mark stop exactly at a trigger",
  "partial Gtc fill, sibling partly filled: the smallest orders fill whole",
  "liquidations, isolated funding, rounding of funding and rebates: they need hours, or more money than is sent here",
  "channel order after a fill, post error form: they are of the socket, and the check asks over HTTP",
  "429 body: it would take an address's requests away",
];

/** An order far from the market, worth so much as the venue wants at least and a little more. */
const WORTH_USD = 12;
/** Above it a part can be closed, and less than the least order is left. */
const ENTRY_USD = 19;
const LEAST_USD = 10;
/** More than any limit order may be worth. Source: exchange-rules 1.6. */
const TOO_MUCH_USD = 400_000_000;

function far(account: ProbedAccount, name: string, share = 0.5): ProbeOrder {
  const price = account.price(share);
  const side = share < 1 ? "buy" : "sell";
  return { name, side, price, size: account.size(WORTH_USD, price) };
}

function exit(account: ProbedAccount, { name, size, share, worst, tpsl }: {
  readonly name: string;
  readonly size: number;
  readonly share: number;
  readonly worst: number;
  readonly tpsl: "tp" | "sl";
}): ProbeOrder {
  const trigger = { price: account.price(share), tpsl } as const;
  return { name, side: "sell", size, price: account.price(worst), reduceOnly: true, trigger };
}

/** Places what may rest and takes it away again. */
async function once(account: ProbedAccount, order: ProbeOrder): Promise<string> {
  const told = await account.place([order]);
  if (told === "resting") await account.cancel(order.name);
  return told;
}

const leverageSchema = z.object({ leverage: z.object({ type: z.string(), value: z.number() }) });
const marginSchema = z.object({ withdrawable: decimalWire });

const ORDERS: readonly Probe[] = [
  {
    point: "default leverage",
    asked: "activeAssetData before anything was set",
    ask: async (account) => {
      const body = { type: "activeAssetData", coin: account.instrument.symbol };
      const { leverage: { type, value } } = await account.ask(body, leverageSchema);
      return `${type} ${value}`;
    },
  },
  {
    point: "leverage",
    asked: "updateLeverage to 200",
    ask: (account) => account.leverage(200),
  },
  {
    point: "order that rests",
    asked: "buy Gtc at half the price",
    ask: (account) => account.place([far(account, "rests")]),
  },
  {
    point: "modify",
    asked: "batchModify of it to 51 %",
    ask: (account) => account.modify("rests", far(account, "rests", 0.51)),
  },
  {
    point: "modify",
    asked: "which orders stand then",
    ask: (account) => account.standing(),
  },
  { point: "cancel", asked: "cancelByCloid of it", ask: (account) => account.cancel("rests") },
  { point: "cancel", asked: "the same once more", ask: (account) => account.cancel("rests") },
  {
    point: "modify",
    asked: "batchModify of what was cancelled",
    ask: (account) => account.modify("rests", far(account, "rests", 0.52)),
  },
];

const POSITION: readonly Probe[] = [
  {
    point: "child status strings when the parent fills at once",
    asked: "buy Ioc with stop and target, normalTpsl",
    ask: (account) => {
      const price = account.price(1.03);
      const size = account.size(ENTRY_USD, account.mid);
      const stop = exit(account, { name: "stop", size, share: 0.8, worst: 0.72, tpsl: "sl" });
      const target = exit(account, { name: "target", size, share: 1.3, worst: 1.17, tpsl: "tp" });
      return account.place(
        [{ name: "entry", side: "buy", size, price, tif: "Ioc" }, stop, target],
        "normalTpsl",
      );
    },
  },
  {
    point: "protection",
    asked: "which orders stand then",
    ask: (account) => account.standing(),
  },
  {
    point: "protection",
    asked: "a stop for the whole position, positionTpsl",
    ask: (account) =>
      account.place(
        [exit(account, { name: "whole", size: 0, share: 0.79, worst: 0.71, tpsl: "sl" })],
        "positionTpsl",
      ),
  },
  {
    point: "tick error vs Invalid TP/SL for trigger px",
    asked: "a stop whose trigger is off the grid",
    ask: (account) => {
      const on = exit(account, { name: "off grid", size: 0, share: 0.78, worst: 0.7, tpsl: "sl" });
      const price = account.offGrid(0.78);
      return account.place([{ ...on, trigger: { price, tpsl: "sl" } }], "positionTpsl");
    },
  },
  {
    point: "Invalid TP/SL",
    asked: "a stop to sell whose worst price is above its trigger",
    ask: (account) =>
      account.place(
        [exit(account, { name: "wrong way", size: 0, share: 0.78, worst: 0.8, tpsl: "sl" })],
        "positionTpsl",
      ),
  },
  {
    point: "least order",
    asked: "a reduce-only sell of a part, worth 6 USD",
    ask: (account) => {
      const price = account.price(0.97);
      const size = account.size(6, price);
      return account.place([{ name: "small", side: "sell", size, price, tif: "Ioc", reduceOnly: true }]);
    },
  },
  {
    point: "close",
    asked: "a reduce-only sell of a part, worth 10 USD",
    ask: (account) => {
      const price = account.price(0.97);
      const size = account.size(LEAST_USD, price);
      return account.place([{ name: "part", side: "sell", size, price, tif: "Ioc", reduceOnly: true }]);
    },
  },
  {
    point: "plain GTC full close under $10",
    asked: "a sell Gtc of the whole rest, not reduce-only",
    ask: async (account) => {
      const size = Math.abs(await account.position());
      return await account.place([{ name: "rest", side: "sell", size, price: account.price(0.97) }]);
    },
  },
  {
    point: "end of exits",
    asked: "what became of stop, target and the position's stop when it was closed",
    ask: async (account) => {
      // Where the close above was refused it is what still stands that is told.
      const names = ["stop", "target", "whole"];
      const told = [];
      for (const name of names) told.push(await account.statusOf(name));
      return told.join(", ");
    },
  },
];

const RULES: readonly Probe[] = [
  {
    point: "exact $10 equality",
    asked: "buy Gtc of exactly 10 USD",
    ask: async (account) => {
      const order = exactlyTen(account);
      return order === null ? "no price and size make exactly 10 USD" : await once(account, order);
    },
  },
  {
    point: "least order",
    asked: "buy Gtc of just below 10 USD",
    ask: (account) => {
      const price = account.price(0.5);
      return once(account, { ...far(account, "below"), size: account.size(9.99, price, true) });
    },
  },
  {
    point: "order of pre-validation",
    asked: "buy below 10 USD at a price off the grid",
    ask: (account) => {
      const price = account.offGrid(0.5);
      return once(account, { ...far(account, "both"), price, size: account.size(5, price) });
    },
  },
  {
    point: "order of pre-validation",
    asked: "reduce-only buy below 10 USD without a position",
    ask: (account) => {
      const size = account.size(5, account.price(0.5));
      return once(account, { ...far(account, "nothing to reduce"), size, reduceOnly: true });
    },
  },
  ...[0.19, 0.06, 0.04, 1.9, 2.1].map((share): Probe => ({
    point: "reference price and bounds of the 80/95 % rule",
    asked: `${share < 1 ? "buy" : "sell"} Gtc at ${share} of the price`,
    ask: (account) => once(account, far(account, `band ${share}`, share)),
  })),
  {
    point: "post only",
    asked: "buy Alo above the price",
    ask: (account) => once(account, { ...far(account, "post"), price: account.price(1.03), tif: "Alo" }),
  },
  {
    point: "size-limit error text",
    asked: "buy Ioc at half the price, worth 400 million USD",
    ask: (account) => {
      const order = far(account, "too much");
      return account.place([{ ...order, tif: "Ioc", size: account.size(TOO_MUCH_USD, order.price) }]);
    },
  },
  {
    point: "margin reserve price of resting orders",
    asked: "what a resting buy at half the price takes of what is withdrawable",
    ask: reservedAt,
  },
  {
    point: "cloid reuse",
    asked: "two orders with one client order id, and its cancel, twice",
    ask: async (account) => {
      const told = [await account.place([far(account, "again", 0.5)])];
      told.push(await account.place([far(account, "again", 0.49)]));
      told.push(await account.cancel("again"), await account.cancel("again"));
      return told.join("; ");
    },
  },
  {
    point: "reduce-only trigger without a position",
    asked: "a stop to sell, grouping na",
    ask: async (account) => {
      const size = account.size(20, account.mid);
      return await once(account, exit(account, { name: "lone", size, share: 0.8, worst: 0.72, tpsl: "sl" }));
    },
  },
  {
    point: "candleSnapshot unknown coin",
    asked: "candles of NOSUCHCOIN",
    ask: (account) => {
      const req = {
        coin: "NOSUCHCOIN",
        interval: "1h",
        startTime: 1_700_000_000_000,
        endTime: 1_700_003_600_000,
      };
      return account.answerTo({ type: "candleSnapshot", req });
    },
  },
];

/** All of them, in their sequence. */
export const PROBES: readonly Probe[] = [...ORDERS, ...POSITION, ...RULES];

/** The dearest order of exactly ten dollars below 90 % of the price; null: there is none that may stand. */
function exactlyTen(account: ProbedAccount): ProbeOrder | null {
  const scale = 10 ** account.instrument.szDecimals;
  const first = Math.ceil(LEAST_USD / account.price(0.9) * scale);
  for (let units = first; units <= first * 4; units++) {
    const [size, price] = [units / scale, LEAST_USD * scale / units];
    // Only whole prices: they are on every grid, whatever their figures. Source: exchange-rules 1.2.
    if (Number.isInteger(price)) return { name: "ten", side: "buy", size, price };
  }
  return null;
}

/** At which price the venue holds margin for an order that rests. */
async function reservedAt(account: ProbedAccount): Promise<string> {
  const body = { type: "activeAssetData", coin: account.instrument.symbol };
  const { leverage } = await account.ask(body, leverageSchema);
  const free = async () => (await account.ask({ type: "clearinghouseState" }, marginSchema)).withdrawable;
  const before = await free();
  const order = far(account, "reserve");
  const told = await account.place([order]);
  if (told !== "resting") return told;
  const reserved = (before - await free()) * leverage.value / order.size;
  await account.cancel(order.name);
  const isNear = (price: number): boolean => Math.abs(reserved / price - 1) < 0.1;
  if (isNear(order.price)) return "its limit price";
  if (isNear(account.mid)) return "the market's price";
  return reserved === 0 ? "nothing" : `${(reserved / account.mid).toFixed(2)} of the market's price`;
}
