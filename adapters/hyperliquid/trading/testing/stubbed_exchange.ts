import { type OpenedExchange, openExchange } from "../open_exchange.ts";
import { Wallet } from "../wallet.ts";
import { type SeenRequest, type StubAct, StubVenue } from "./stub_venue.ts";

/** A key that is worth nothing, and its address. Source: exchange-rules 5.3, vectors. */
export const KEY: string = `0x${"0123456789".repeat(7).slice(0, 64)}`;
/** Its address, lower-case. */
export const ADDRESS = "0x14791697260e4c9a71f18484c9f997b308e59325";

/** What is answered by type of question or action; what is not here is answered as an empty account would be. */
export type Answers = Readonly<
  Record<string, (body: SeenRequest["body"], count: number) => StubAct | Promise<StubAct>>
>;

/** An exchange on a stub, and the stub. */
export interface Stubbed extends OpenedExchange {
  readonly venue: StubVenue;
}

const SUMMARY = { accountValue: "1000.0", totalNtlPos: "0.0", totalRawUsd: "1000.0", totalMarginUsed: "0.0" };

/** An account of 1,000 USD that holds nothing. */
export const EMPTY_ACCOUNT = {
  marginSummary: SUMMARY,
  crossMarginSummary: SUMMARY,
  crossMaintenanceMarginUsed: "0.0",
  withdrawable: "1000.0",
  assetPositions: [] as unknown[],
  time: 1_700_000_000_000,
};

/** What an account that has only been paid into answers. */
export const QUIET: Readonly<Record<string, unknown>> = {
  userRole: { role: "user" },
  userAbstraction: "default",
  meta: { universe: [{ name: "BTC", szDecimals: 5 }, { name: "ETH", szDecimals: 4 }] },
  clearinghouseState: EMPTY_ACCOUNT,
  frontendOpenOrders: [],
  userFillsByTime: [],
  userFunding: [],
  userNonFundingLedgerUpdates: [{
    time: 1_600_000_000_000,
    delta: { type: "deposit", usdc: "1000.0" },
  }],
  orderStatus: { status: "unknownOid" },
  userRateLimit: { cumVlm: "5.0", nRequestsUsed: 3, nRequestsCap: 10_005, nRequestsSurplus: 0 },
};

/** A stub that answers so. */
export function stubVenue(answers: Answers): StubVenue {
  const counts = new Map<string, number>();
  return new StubVenue(({ path, body }) => {
    const type: string = path === "/exchange" ? body.action.type : body.type;
    const count = counts.get(type) ?? 0;
    counts.set(type, count + 1);
    return answers[type]?.(body, count) ?? { json: QUIET[type] };
  });
}

/** Opens an exchange on a stub, lets a test use it, and closes it. */
export async function withStub(
  answers: Answers,
  run: (stubbed: Stubbed) => Promise<void>,
  timeoutMs = 150,
): Promise<void> {
  const venue = stubVenue(answers);
  try {
    const wallet = new Wallet(KEY);
    const terms = { baseUrl: venue.url, network: "testnet", wallet, account: null, openedAt: null } as const;
    await run({ ...await openExchange({ ...terms, timeoutMs }), venue });
  } finally {
    await venue.close();
  }
}
