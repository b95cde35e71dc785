import { z } from "zod";
import { lowerAddress } from "../fields_wire.ts";
import { BOOK_LEVELS } from "../info/market_wire.ts";
import { bookGrouping } from "../info/info_requests_wire.ts";
import { WIRE_INTERVALS, type WireInterval } from "../info/market_view_wire.ts";
import { SPOT_CONTEXTS } from "../info/meta_wire.ts";
import type { AccountTopic } from "./account_topic.ts";
import {
  type AccountSource,
  fixedTopic,
  ledgerTopic,
  orderHistoryTopic,
  orderUpdatesTopic,
  spotStateTopic,
  stateTopic,
  userEventsTopic,
  userFillsTopic,
  userFundingsTopic,
} from "./account_topics_wire.ts";
import { frame } from "./frames_wire.ts";
import type { MarketTopic } from "./market_topic.ts";
import {
  BestPricesTopic,
  CandlesTopic,
  type MarketStreams,
  MomentTopic,
  TradesTopic,
} from "./market_topics_wire.ts";

/** Levels a side of a book that is told more often. */
const FAST_LEVELS = 5;

const dex = z.string().nullable().default("");
const user = lowerAddress;
const whole = z.number().int().nullable().default(null);

/** What a client may subscribe to. */
export type Subscription =
  & {
    /** Every field it can have. */
    readonly fields: Fields;
    /** Equal subscriptions have equal keys, and no others. */
    readonly key: string;
  }
  & (
    | { readonly of: "market"; topic(streams: MarketStreams): MarketTopic | null }
    | {
      readonly of: "account";
      /** Lower-case. */
      readonly user: string;
      topic(source: AccountSource, streams: MarketStreams): AccountTopic | null;
    }
  );

type Fields = Readonly<Record<string, unknown>>;
type Kind = (body: unknown) => Subscription | null;

const KINDS: ReadonlyMap<string, Kind> = new Map(Object.entries<Kind>({
  allMids: ofMarket(
    z.object({ dex }),
    (_, { market }) => new MomentTopic("allMids", () => ({ mids: market.mids() })),
  ),
  l2Book: ofMarket(
    z.object({
      coin: z.string(),
      nSigFigs: whole,
      mantissa: whole,
      fast: z.boolean().nullable().default(false),
    }),
    bookTopic,
  ),
  bbo: ofMarket(
    z.object({ coin: z.string() }),
    ({ coin }, streams) => isCoin(coin, streams) ? new BestPricesTopic(coin, streams) : null,
  ),
  trades: ofMarket(
    z.object({ coin: z.string() }),
    ({ coin }, streams) => isCoin(coin, streams) ? new TradesTopic(coin, streams) : null,
  ),
  candle: ofMarket(
    z.object({ coin: z.string(), interval: z.enum(WIRE_INTERVALS) }),
    ({ coin, interval }: { coin: string; interval: WireInterval }, streams) =>
      isCoin(coin, streams) ? new CandlesTopic(coin, interval, streams) : null,
  ),
  activeAssetCtx: ofMarket(z.object({ coin: z.string() }), contextTopic),
  assetCtxs: ofMarket(
    z.object({ dex }),
    (_, { market }) => new MomentTopic("assetCtxs", () => ({ dex: "", ctxs: market.contexts() })),
  ),
  allDexsAssetCtxs: ofMarket(
    z.object({}),
    (_, { market }) => new MomentTopic("allDexsAssetCtxs", () => ({ ctxs: [["", market.contexts()]] })),
  ),
  spotAssetCtxs: ofMarket(z.object({}), () => onceTopic(frame("spotAssetCtxs", SPOT_CONTEXTS))),
  fastAssetCtxs: ofMarket(z.object({}), () => onceTopic()),
  outcomeMetaUpdates: ofMarket(z.object({}), () => onceTopic()),
  orderUpdates: ofAccount(z.object({ user }), () => orderUpdatesTopic()),
  userEvents: ofAccount(z.object({ user }), (_, source) => userEventsTopic(source)),
  userFills: ofAccount(
    z.object({ user, aggregateByTime: z.boolean().nullable().default(false) }),
    ({ aggregateByTime }, source) => userFillsTopic(source, aggregateByTime ?? false),
  ),
  userFundings: ofAccount(z.object({ user }), (_, source) => userFundingsTopic(source)),
  userNonFundingLedgerUpdates: ofAccount(z.object({ user }), (_, source) => ledgerTopic(source)),
  userHistoricalOrders: ofAccount(z.object({ user }), (_, source) => orderHistoryTopic(source)),
  clearinghouseState: ofAccount(
    z.object({ user, dex }),
    (_, { user, accounts }) =>
      stateTopic("clearinghouseState", async () => ({
        dex: "",
        user,
        clearinghouseState: await accounts.clearinghouse(accounts.open(user)),
      })),
  ),
  allDexsClearinghouseState: ofAccount(
    z.object({ user }),
    (_, { user, accounts }) =>
      stateTopic("allDexsClearinghouseState", async () => ({
        user,
        clearinghouseStates: [["", await accounts.clearinghouse(accounts.find(user))]],
      })),
  ),
  openOrders: ofAccount(
    z.object({ user, dex }),
    (_, { user, accounts }) =>
      stateTopic("openOrders", async () => ({ dex: "", user, orders: await accounts.frontendOrders(user) })),
  ),
  activeAssetData: ofAccount(
    z.object({ user, coin: z.string() }),
    ({ coin }, { user, accounts }, streams) =>
      isCoin(coin, streams) ? stateTopic("activeAssetData", () => accounts.tradable(user, coin)) : null,
  ),
  webData2: ofAccount(
    z.object({ user }),
    (_, { user, accounts }) => stateTopic("webData2", () => accounts.webData(user)),
  ),
  webData3: ofAccount(
    z.object({ user }),
    (_, { user, accounts }) => stateTopic("webData3", () => accounts.webDataThree(user)),
  ),
  spotState: ofAccount(
    z.object({ user, ignorePortfolioMargin: z.boolean().nullable().default(false) }),
    (_, source) => spotStateTopic(source),
  ),
  notification: ofAccount(z.object({ user }), () => fixedTopic()),
  twapStates: ofAccount(
    z.object({ user, dex }),
    (_, { user }) => fixedTopic(frame("twapStates", { dex: "", user, states: [] })),
  ),
  userTwapSliceFills: ofAccount(
    z.object({ user }),
    (_, { user }) => fixedTopic(frame("userTwapSliceFills", { isSnapshot: true, user, twapSliceFills: [] })),
  ),
  userTwapHistory: ofAccount(
    z.object({ user }),
    (_, { user }) => fixedTopic(frame("userTwapHistory", { isSnapshot: true, user, history: [] })),
  ),
}));

/** The names of all that can be subscribed to. */
export const SUBSCRIPTION_TYPES: readonly string[] = [...KINDS.keys()];

/** Reads a subscription, its missing fields filled in; null: the venue does not understand it. */
export function readSubscription(body: unknown): Subscription | null {
  return KINDS.get((body as { type: string }).type)?.(body) ?? null;
}

function ofMarket<T extends Fields>(
  schema: z.ZodType<T>,
  topic: (fields: T, streams: MarketStreams) => MarketTopic | null,
): Kind {
  return (body) => {
    const { data } = schema.safeParse(body);
    if (data === undefined) return null;
    return {
      of: "market",
      ...named(body, data),
      topic: (streams) => isOnlyDex(data) ? topic(data, streams) : null,
    };
  };
}

function ofAccount<T extends Fields & { readonly user: string }>(
  schema: z.ZodType<T>,
  topic: (fields: T, source: AccountSource, streams: MarketStreams) => AccountTopic | null,
): Kind {
  return (body) => {
    const { data } = schema.safeParse(body);
    if (data === undefined) return null;
    return {
      of: "account",
      ...named(body, data),
      user: data.user,
      topic: (source, streams) => isOnlyDex(data) ? topic(data, source, streams) : null,
    };
  };
}

function named(body: unknown, given: Fields): Pick<Subscription, "fields" | "key"> {
  const fields = { type: (body as { type: string }).type, ...given };
  return { fields, key: JSON.stringify(fields) };
}

/** The venue has one market of perpetuals: the one without a name. */
function isOnlyDex(fields: Fields): boolean {
  return [undefined, null, ""].includes(fields.dex as string);
}

function isCoin(coin: string, { market }: MarketStreams): boolean {
  return market.instrument(coin) !== null;
}

function bookTopic(
  { coin, nSigFigs, mantissa, fast }: {
    readonly coin: string;
    readonly nSigFigs: number | null;
    readonly mantissa: number | null;
    readonly fast: boolean | null;
  },
  streams: MarketStreams,
): MarketTopic | null {
  const grouping = bookGrouping(nSigFigs, mantissa);
  if (grouping === undefined || !isCoin(coin, streams)) return null;
  const levels = fast ? FAST_LEVELS : BOOK_LEVELS;
  return new MomentTopic("l2Book", () => ({
    ...streams.market.book(coin, { grouping, levels }),
    ...(fast ? { fast } : {}),
  }));
}

function contextTopic({ coin }: { readonly coin: string }, streams: MarketStreams): MarketTopic | null {
  const spot = SPOT_CONTEXTS.find((one) => one.coin === coin);
  if (spot !== undefined) return onceTopic(frame("activeSpotAssetCtx", { coin, ctx: spot }));
  if (!isCoin(coin, streams)) return null;
  return new MomentTopic("activeAssetCtx", () => ({ coin, ctx: streams.market.context(coin) }));
}

/** What does not change here. */
function onceTopic(...frames: readonly string[]): MarketTopic {
  return { joined: () => frames, moved: () => [] };
}
