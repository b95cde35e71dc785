/** What the venue's own pages ask for in one piece. Source: nktkas, webData2. */
export interface WebDataParts {
  readonly user: string;
  readonly now: number;
  readonly clearinghouse: unknown;
  readonly orders: readonly unknown[];
  readonly agent: { readonly address: string; readonly validUntil: number } | null;
  /** Money that came in less what went out, as it is printed. */
  readonly cumLedger: string;
  readonly meta: unknown;
  readonly contexts: readonly unknown[];
  readonly spotState: unknown;
  readonly spotContexts: readonly unknown[];
}

/** An account and the market in one piece. */
export function webDataRow(parts: WebDataParts) {
  return {
    clearinghouseState: parts.clearinghouse,
    leadingVaults: [],
    totalVaultEquity: "0.0",
    openOrders: parts.orders,
    agentAddress: parts.agent?.address ?? null,
    agentValidUntil: parts.agent?.validUntil ?? null,
    cumLedger: parts.cumLedger,
    meta: parts.meta,
    assetCtxs: parts.contexts,
    serverTime: parts.now,
    isVault: false,
    user: parts.user,
    twapStates: [],
    spotState: parts.spotState,
    spotAssetCtxs: parts.spotContexts,
    perpsAtOpenInterestCap: [],
  };
}

/** The newer form, which leaves the account to channels of its own. Source: nktkas, webData3. */
export function webDataThreeRow({ user, now, agent, cumLedger }: Omit<
  WebDataParts,
  "clearinghouse" | "orders" | "meta" | "contexts" | "spotState" | "spotContexts"
>) {
  return {
    userState: {
      agentAddress: agent?.address ?? null,
      agentValidUntil: agent?.validUntil ?? null,
      cumLedger,
      serverTime: now,
      isVault: false,
      user,
    },
    perpDexStates: [{ totalVaultEquity: "0.0" }],
  };
}
