import { ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  fromMicro,
  type Instrument,
  maintenanceMargin,
  NO_EVENTS,
  priceToUnits,
  roundPrice,
  type Side,
  toMicro,
} from "../../engine/mod.ts";
import { Account } from "./account.ts";
import { tieredFees } from "./fees/tiered_fees.ts";
import { valueMicro } from "./ledger.ts";
import { Liquidation } from "./liquidation.ts";
import { changeIsolatedMargin, changeLeverage } from "./margin_requests.ts";
import { OpenOrders } from "./open_orders.ts";

const TIERS = [{ lowerBoundUsd: 0, maxLeverage: 40 }, { lowerBoundUsd: 50_000, maxLeverage: 10 }];
const ASSETS: readonly Instrument[] = [
  { symbol: "A", szDecimals: 2, maxLeverage: 40, marginTiers: TIERS },
  { symbol: "B", szDecimals: 0, maxLeverage: 20, marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 20 }] },
  { symbol: "C", szDecimals: 4, maxLeverage: 40, marginTiers: TIERS, marginMode: "noCross" },
];

/** Anything that can happen to an account. */
type Happening =
  | {
    readonly what: "trade";
    readonly asset: number;
    readonly side: Side;
    readonly usd: number;
    readonly maker: boolean;
  }
  | {
    readonly what: "leverage";
    readonly asset: number;
    readonly leverage: number;
    readonly isCross: boolean;
  }
  | { readonly what: "margin"; readonly asset: number; readonly share: number }
  | { readonly what: "withdraw"; readonly share: number }
  | { readonly what: "hour"; readonly rate: number }
  | { readonly what: "move"; readonly by: readonly number[]; readonly waitMs: number };

const asset = fc.nat(2);
const move = fc.oneof(
  fc.double({ min: -0.01, max: 0.01, noNaN: true }),
  fc.double({ min: -0.2, max: 0.2, noNaN: true }),
);
const happenings: fc.Arbitrary<readonly Happening[]> = fc.array(
  fc.oneof<fc.MaybeWeightedArbitrary<Happening>[]>(
    {
      weight: 4,
      arbitrary: fc.record({
        what: fc.constant("trade" as const),
        asset,
        side: fc.constantFrom<Side>("buy", "sell"),
        usd: fc.constantFrom(50, 3_000, 40_000, 150_000, 400_000),
        maker: fc.boolean(),
      }),
    },
    fc.record({
      what: fc.constant("leverage" as const),
      asset,
      leverage: fc.integer({ min: 1, max: 40 }),
      isCross: fc.boolean(),
    }),
    fc.record({
      what: fc.constant("margin" as const),
      asset,
      share: fc.double({ min: -1, max: 1, noNaN: true }),
    }),
    fc.record({ what: fc.constant("withdraw" as const), share: fc.constantFrom(0.1, 0.9, 1) }),
    fc.record({
      what: fc.constant("hour" as const),
      rate: fc.integer({ min: -40_000, max: 40_000 }).map((rate) => rate / 1e6),
    }),
    {
      weight: 4,
      arbitrary: fc.record({
        what: fc.constant("move" as const),
        by: fc.tuple(move, move, move),
        waitMs: fc.constantFrom(0, 29_999, 30_000, 300_000),
      }),
    },
  ),
  { maxLength: 80, size: "max" },
);

/** An account, its marks, and what befalls it. */
class Books {
  readonly account = new Account(new Map(ASSETS.map((one) => [one.symbol, one])), tieredFees(0));
  readonly marks = new Map(ASSETS.map(({ symbol }) => [symbol, 100]));
  readonly seen = new Set<string>();
  readonly #liquidation = new Liquidation(this.account, new OpenOrders(), this.marks);
  #time = 1;

  constructor() {
    this.account.deposit(30_000, this.#time);
  }

  live(happening: Happening): void {
    if (happening.what === "trade") this.#trade(happening);
    else if (happening.what === "leverage") this.#leverage(happening);
    else if (happening.what === "margin") this.#margin(happening);
    else if (happening.what === "withdraw") this.#withdraw(happening.share);
    else if (happening.what === "hour") this.#hour(happening.rate);
    else this.#move(happening);
  }

  /** Balance and equity against the events, and each against the other. */
  check(): void {
    const { account, marks } = this;
    let balance = 0;
    for (const event of account.eventsAfter(NO_EVENTS)) {
      balance += event.kind === "fill"
        ? toMicro(event.realizedPnlUsd) - toMicro(event.feeUsd)
        : toMicro(event.amountUsd);
    }
    strictEqual(account.ledger.balanceMicro, balance);
    let unrealised = 0;
    let worth = account.margin.crossMicro(marks);
    for (const symbol of account.ledger.held) {
      const position = account.ledger.position(symbol)!;
      const units = priceToUnits(marks.get(symbol)!, account.instrument(symbol));
      unrealised += valueMicro(position, units) - position.costMicro;
      worth += account.margin.isolatedMicro(symbol, marks);
      ok(position.units > 0 === position.costMicro > 0, "an entry price above zero");
    }
    strictEqual(account.equityMicro(marks), balance + unrealised);
    strictEqual(account.equityMicro(marks), worth, "equity is the cross account and the isolated positions");
  }

  #trade({ asset, side, usd, maker }: Extract<Happening, { what: "trade" }>): void {
    const { symbol, szDecimals } = ASSETS[asset];
    const price = this.marks.get(symbol)!;
    const size = Math.floor(usd / price * 10 ** szDecimals) / 10 ** szDecimals;
    const free = this.account.equityMicro(this.marks) - this.account.initialMicro(this.marks);
    if (size === 0 || free < toMicro(usd) / this.account.leverage(symbol)) return;
    this.account.fill({
      time: this.#time,
      asset: symbol,
      side,
      size,
      price,
      clientOrderId: null,
      liquidation: false,
      maker,
    });
    this.#judge(this.marks);
  }

  #leverage({ asset, leverage, isCross }: Extract<Happening, { what: "leverage" }>): void {
    const { symbol } = ASSETS[asset];
    const equity = this.account.equityMicro(this.marks);
    const reason = changeLeverage(this.account, { asset: symbol, leverage, isCross }, this.#look());
    this.seen.add(reason === null ? "leverage set" : "leverage refused");
    strictEqual(this.account.equityMicro(this.marks), equity);
  }

  #margin({ asset, share }: Extract<Happening, { what: "margin" }>): void {
    const { symbol } = ASSETS[asset];
    const { margin } = this.account;
    const all = share > 0 ? margin.withdrawableMicro(this.marks) : margin.isolatedMicro(symbol, this.marks);
    const equity = this.account.equityMicro(this.marks);
    const request = { asset: symbol, micro: Math.trunc(all * share) };
    const reason = changeIsolatedMargin(this.account, request, this.#look());
    if (reason === null) this.seen.add(share > 0 ? "margin in" : "margin out");
    strictEqual(this.account.equityMicro(this.marks), equity);
    ok(!this.#isShort());
  }

  #withdraw(share: number): void {
    const { margin } = this.account;
    const micro = Math.trunc(margin.withdrawableMicro(this.marks) * share);
    if (micro === 0) return;
    this.account.deposit(fromMicro(-micro), this.#time);
    ok(this.account.equityMicro(this.marks) >= this.account.initialMicro(this.marks));
    if (share === 1) strictEqual(margin.withdrawableMicro(this.marks), 0);
  }

  #hour(rate: number): void {
    for (const symbol of [...this.account.ledger.held]) {
      this.account.fund(symbol, { time: this.#time, rate, oracle: this.marks.get(symbol)! });
    }
    this.#judge(this.marks);
  }

  #move({ by, waitMs }: Extract<Happening, { what: "move" }>): void {
    this.#time += waitMs;
    const opens = new Map(this.marks);
    ASSETS.forEach((instrument, index) => {
      const moved = Math.min(10_000, Math.max(0.01, opens.get(instrument.symbol)! * (1 + by[index])));
      this.marks.set(instrument.symbol, roundPrice(moved, instrument, "nearest"));
    });
    this.#judge(opens);
  }

  #judge(opens: ReadonlyMap<string, number>): void {
    const { account, marks } = this;
    const { ledger, margin } = account;
    const before = new Map([...ledger.held].map((symbol) => [symbol, { ...ledger.position(symbol)! }]));
    const cash = ledger.cashMicro;
    const isCrossGone = margin.crossMicro(marks) < margin.maintenanceMicro(marks);
    const known = account.eventsAfter(NO_EVENTS).length;
    this.#liquidation.judge(this.#time, opens);
    for (const event of account.eventsAfter(NO_EVENTS).slice(known)) {
      ok(event.kind === "fill" && event.liquidation);
      const mode = before.get(event.asset)!.isolatedMicro === null ? "cross" : "isolated";
      const part = ledger.position(event.asset) === undefined ? "whole" : "part";
      this.seen.add(`${mode} ${account.liquidationMethod(event)} ${part}`);
    }
    if (!isCrossGone) ok(ledger.cashMicro >= cash, "what an isolated position lost came from the cash");
    for (const [symbol, { units }] of before) {
      const left = ledger.position(symbol)?.units ?? 0;
      ok(left === 0 || (left > 0 === units > 0 && Math.abs(left) <= Math.abs(units)));
    }
    ok(!this.#isShort(), "the cross account is short of its margin");
    for (const symbol of ledger.held) {
      if (ledger.position(symbol)!.isolatedMicro === null) continue;
      const needed = maintenanceMargin(margin.notionalMicro(symbol, marks), account.instrument(symbol));
      ok(margin.isolatedMicro(symbol, marks) >= needed, "an isolated position is short of its margin");
    }
  }

  /** Cash below zero beside isolated positions alone, for a fee, is a debt and no liquidation. */
  #isShort(): boolean {
    const { ledger, margin } = this.account;
    const holdsCross = [...ledger.held].some((symbol) => ledger.position(symbol)!.isolatedMicro === null);
    return holdsCross && margin.crossMicro(this.marks) < margin.maintenanceMicro(this.marks);
  }

  #look() {
    return { marks: this.marks, reservedMicro: 0 };
  }
}

Deno.test("Account: whatever happens, the books hold and nothing is left short of its margin", () => {
  fc.assert(
    fc.property(happenings, (flow) => {
      const books = new Books();
      for (const happening of flow) {
        books.live(happening);
        books.check();
      }
    }),
    { numRuns: 400 },
  );
});

Deno.test("Account: the random flows reach every way to be liquidated", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(happenings, (flow) => {
      const books = new Books();
      for (const happening of flow) books.live(happening);
      for (const one of books.seen) seen.add(one);
    }),
    { numRuns: 300, seed: 1 },
  );
  const wanted = ["leverage set", "leverage refused", "margin in", "margin out"];
  for (const mode of ["cross", "isolated"]) {
    wanted.push(`${mode} market part`, `${mode} market whole`, `${mode} backstop whole`);
  }
  for (const one of wanted) ok(seen.has(one), `no random flow had: ${one}`);
});
