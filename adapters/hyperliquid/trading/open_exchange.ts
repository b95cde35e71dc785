import { HttpTransport } from "@nktkas/hyperliquid";
import { z } from "zod";
import { ExchangeFault, type Outcome } from "../../../engine/mod.ts";
import { AccountReader } from "./account_reader.ts";
import { AccountSender } from "./account_sender.ts";
import { actionOutcome } from "./answers_wire.ts";
import { assetsWire } from "./assets_wire.ts";
import { EXPIRES_MS, HyperliquidExchange } from "./hyperliquid_exchange.ts";
import { type RequestBudget, requestBudgetWire } from "./request_budget_wire.ts";
import { type Role, roleWire } from "./role_wire.ts";
import { VenueReader } from "./venue_reader.ts";
import type { Wallet } from "./wallet.ts";

/** Which account is traded, where and with what key. */
export interface AccountTerms {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** What is signed for `mainnet` moves money: it is only where the address is the venue's own, too. */
  readonly network: "mainnet" | "testnet";
  readonly wallet: Wallet;
  /** The account, where the key is only its agent's; null: the key's own, or the one it is an agent of. */
  readonly account: string | null;
  /** The longest one request may take, ms. */
  readonly timeoutMs?: number;
}

/** An account, and since when it is watched. */
export interface ExchangeTerms extends AccountTerms, WatchedSince {}

/** From when on. */
interface WatchedSince {
  /** When the run began first, ms; null: all that ever happened in the account is the run's. */
  readonly openedAt: number | null;
}

/** An account that can be traded. */
export interface OpenedAccount {
  /** The account's address, lower-case. */
  readonly account: string;
  /** What trades it, as a run that began at a moment sees it. */
  exchange(watched: WatchedSince): HyperliquidExchange;
  /** How many actions the address has sent and may send. Throws an ExchangeFault. */
  requests(): Promise<RequestBudget>;
  /** Has the venue cancel every order of the account, everybody's, at a moment (wall ms, 5 s from now at the earliest). */
  scheduleCancel(time: number): Promise<Outcome>;
}

/** An account that is traded by a run. */
export interface OpenedExchange extends Omit<OpenedAccount, "exchange"> {
  readonly exchange: HyperliquidExchange;
}

/** Source: exchange-rules 9. */
const MAINNET_HOST = "api.hyperliquid.xyz";
/** Shorter than what is sent is good for: a late answer is looked up while it still can be. */
const TIMEOUT_MS = 4_000;
/** Accounts whose perpetuals have a balance of their own. Source: exchange-rules 9, @nktkas/hyperliquid 0.33.3. */
const SEPARATE: readonly string[] = ["default", "disabled"];

/** Opens an account for a run. Throws an ExchangeFault, as {@link openAccount}. */
export async function openExchange(terms: ExchangeTerms): Promise<OpenedExchange> {
  const opened = await openAccount(terms);
  return { ...opened, exchange: opened.exchange(terms) };
}

/**
 * Opens an account for trading: the key must be its own or its agent's, and its balance its own. Throws an ExchangeFault
 * that says what is not so.
 */
export async function openAccount(terms: AccountTerms): Promise<OpenedAccount> {
  const { wallet } = terms;
  const transport = transportOf(terms);
  const reader = new VenueReader(transport);
  const user = await accountOf(reader, terms);
  await mustBeSeparate(reader, user);
  const assets = await reader.ask({ what: "the list of assets", schema: assetsWire, body: { type: "meta" } });
  const sender = new AccountSender(transport, wallet);
  const parts = {
    reader: new AccountReader(reader, { assets, user }),
    sender,
    assets,
  };
  const body = { type: "userRateLimit", user };
  return {
    exchange: ({ openedAt }) => new HyperliquidExchange({ ...parts, openedAt }),
    account: user,
    requests: () => reader.ask({ what: "the request budget", schema: requestBudgetWire, body }),
    scheduleCancel: async (time) => {
      const sent = await sender.scheduleCancel(time, Date.now() + EXPIRES_MS);
      return "failure" in sent ? sent.failure : actionOutcome(sent.answer);
    },
  };
}

/** How the venue is reached: what is signed is a mainnet's signature only at the mainnet's own address. */
export function transportOf({ baseUrl, network, timeoutMs = TIMEOUT_MS }: AccountTerms): HttpTransport {
  const isMainnet = network === "mainnet" && new URL(baseUrl).host === MAINNET_HOST;
  return new HttpTransport({ apiUrl: baseUrl, isTestnet: !isMainnet, timeout: timeoutMs });
}

/** Throws an ExchangeFault where an account shares its balance with spot. */
export async function mustBeSeparate(reader: VenueReader, user: string): Promise<void> {
  const body = { type: "userAbstraction", user };
  const mode = await reader.ask({ what: "the account's mode", schema: z.string(), body });
  if (!SEPARATE.includes(mode)) throw new ExchangeFault("refused", notSeparate(user, mode));
}

/** The account that is traded, lower-case; the key must be allowed to, or it is an ExchangeFault. */
export async function accountOf(
  reader: VenueReader,
  { wallet, account }: Pick<AccountTerms, "wallet" | "account">,
): Promise<string> {
  const signer = wallet.address;
  const wanted = account?.toLowerCase() ?? null;
  if (wanted === signer) return signer;
  const role = await reader.ask({
    what: "the key's role",
    schema: roleWire,
    body: { type: "userRole", user: signer },
  });
  if (role.role === "agent" && (wanted === null || role.master === wanted)) return role.master;
  if (wanted === null && role.role !== "agent") return signer;
  throw new ExchangeFault("refused", notItsAgent(signer, wanted ?? signer, role));
}

function notItsAgent(signer: string, account: string, role: Role): string {
  const is = role.role === "agent" ? `an agent of ${role.master}` : "no agent";
  return `the key of ${signer} may not trade for ${account}: it is ${is}; approve it there as API wallet, or give ` +
    "the key that was approved";
}

function notSeparate(user: string, mode: string): string {
  return `the account ${user} is in the mode ${mode}: spot and perpetuals share one balance there, and what the venue ` +
    "shows of its perpetuals is not what it is worth; wanted an account in the default mode (switch it off on the " +
    "venue's page, or trade a sub-account)";
}
