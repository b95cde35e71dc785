import { type Exchange, ExchangeFault } from "../../../engine/mod.ts";
import { hyperliquidUrl } from "../network.ts";
import { type AccountTerms, openAccount, type OpenedAccount } from "./open_exchange.ts";
import { simulatedClock } from "./simulated_venue.ts";
import { SparingExchange } from "./sparing_exchange.ts";
import { Wallet } from "./wallet.ts";

/** Where is traded, and with what key. */
export interface TradingTerms extends Omit<AccountTerms, "wallet"> {
  /** As it was set; null: none is. */
  readonly key: string | null;
}

/** Who trades in a run: an account of the user's, or one that is made for the run. */
export interface Trading {
  /** The account's address, lower-case; null: each run has one of its own, of a throw-away key. */
  readonly account: string | null;
  /** Whose account it is: one of a simulated venue is another one than that of its address elsewhere. */
  readonly network: AccountTerms["network"] | "simulation";
  /** The account of a run that began at `openedAt` (ms; null: all that ever happened counts). Throws an ExchangeFault. */
  open(run: TradedRun): Promise<TradedAccount>;
}

/** A run that wants its account. */
export interface TradedRun {
  readonly id: string;
  readonly openedAt: number | null;
  /** Told in a line when few actions are left to the address. */
  readonly onFew?: ((line: string) => void) | undefined;
}

/** The account of a run. */
export interface TradedAccount extends Omit<OpenedAccount, "exchange"> {
  readonly exchange: Exchange;
  /** Where few actions are left to the address now, a line that says so; else null. */
  remark(): string | null;
}

/**
 * Opens what is traded on: the account of a key, or where none is set a new one for each run, but only on a simulated
 * venue. Throws an ExchangeFault where there is no key and the venue is none, or the key is none or may not trade.
 */
export async function openTrading({ key, ...terms }: TradingTerms): Promise<Trading> {
  const isSimulated = !isVenues(terms.baseUrl) && await simulatedClock(terms.baseUrl) !== null;
  if (key === null && !isSimulated) throw new ExchangeFault("refused", noKey(terms.baseUrl));
  const own = key === null ? null : await openAccount({ ...terms, wallet: new Wallet(key) });
  return {
    account: own?.account ?? null,
    network: isSimulated ? "simulation" : terms.network,
    open: async ({ id, openedAt, onFew }) => {
      const opened = own ?? await openAccount({ ...terms, wallet: await Wallet.named(id) });
      // An account of the run's own has nothing that was there before it.
      const watched = { openedAt: own === null ? null : openedAt };
      const exchange = opened.exchange(watched);
      if (own === null) return { ...opened, exchange, remark: () => null };
      const sparing = new SparingExchange(exchange, { ...opened, onFew });
      await sparing.ask();
      return { ...opened, exchange: sparing, remark: () => sparing.remark };
    },
  };
}

/** The venue's own addresses are not asked whether they are simulated. */
function isVenues(baseUrl: string): boolean {
  return [hyperliquidUrl("mainnet"), hyperliquidUrl("testnet")].includes(baseUrl);
}

function noKey(baseUrl: string): string {
  return `no key is set, and ${new URL(baseUrl).host} is no simulated venue; ` +
    "set HYPERLIQUID_PRIVATE_KEY or HYPERLIQUID_PRIVATE_KEY_FILE";
}
