import { z } from "zod";
import { ExchangeFault } from "../../../engine/mod.ts";
import { AccountSender } from "./account_sender.ts";
import { accountWire } from "./account_wire.ts";
import { actionOutcome } from "./answers_wire.ts";
import { addressWire } from "./decimal_wire.ts";
import { accountOf, type AccountTerms, mustBeSeparate, transportOf } from "./open_exchange.ts";
import { requestBudgetWire } from "./request_budget_wire.ts";
import { VenueReader } from "./venue_reader.ts";

/** What was found of one thing that trading needs. */
export interface AccountFinding {
  readonly name: "account" | "wallet" | "balance" | "requests" | "signature";
  readonly isOk: boolean;
  /** In one line: what was found, or what to do. */
  readonly text: string;
}

/** The venue's smallest order, USD. Source: exchange-rules 1.5. */
const LEAST_USD = 10;
/** With fewer left only protection and closing are sent. */
const LEAST_REQUESTS = 500;
/** An API wallet that ends within this is told of, ms. */
const SOON_MS = 7 * 86_400_000;
const EXPIRES_MS = 5_000;

const agentsWire = z.array(z.object({ name: z.string(), address: addressWire, validUntil: z.int() }))
  .nullable();

/**
 * Looks whether an account can be traded with a key: each thing by itself, and an action that does nothing, signed. Never
 * throws for what is found. At most three attempts of `timeoutMs` each, twice in a row.
 */
export async function checkAccount(terms: AccountTerms): Promise<readonly AccountFinding[]> {
  const transport = transportOf(terms);
  const reader = new VenueReader(transport);
  const found = await finding("account", () => accountOf(reader, terms));
  if (!found.isOk) return [found];
  const user = found.text;
  return await Promise.all([
    finding("account", async () => {
      await mustBeSeparate(reader, user);
      return user === terms.wallet.address ? user : `${user}, by its API wallet ${terms.wallet.address}`;
    }),
    finding("wallet", () => walletOf(reader, user, terms.wallet.address)),
    finding("balance", () => balanceOf(reader, user)),
    finding("requests", () => requestsOf(reader, user)),
    finding("signature", () => signed(new AccountSender(transport, terms.wallet))),
  ]);
}

async function finding(name: AccountFinding["name"], look: () => Promise<string>): Promise<AccountFinding> {
  try {
    return { name, isOk: true, text: await look() };
  } catch (error) {
    if (!(error instanceof ExchangeFault)) throw error;
    return { name, isOk: false, text: error.message };
  }
}

async function walletOf(reader: VenueReader, user: string, signer: string): Promise<string> {
  if (user === signer) {
    return "the account's own key: an API wallet's would do, and could not move money away";
  }
  const body = { type: "extraAgents", user };
  const agents = await reader.ask({ what: "its API wallets", schema: agentsWire, body });
  const own = agents?.find(({ address }) => address === signer);
  // Only named ones are listed. Source: exchange-rules 5.2.
  if (own === undefined) return "an API wallet without a name, whose end the venue does not tell";
  const leftMs = own.validUntil - Date.now();
  const until = new Date(own.validUntil).toISOString().slice(0, 10);
  if (leftMs <= 0) {
    throw refused(`the API wallet "${own.name}" ended on ${until}; approve it again on the venue's page`);
  }
  return `the API wallet "${own.name}" until ${until}${leftMs < SOON_MS ? ": approve it again before" : ""}`;
}

async function balanceOf(reader: VenueReader, user: string): Promise<string> {
  const body = { type: "clearinghouseState", user };
  const { marginSummary } = await reader.ask({ what: "the account", schema: accountWire, body });
  const { accountValue, totalMarginUsed } = marginSummary;
  const money = `${accountValue.toFixed(2)} USD, ${totalMarginUsed.toFixed(2)} of it margin in use`;
  if (accountValue >= LEAST_USD) return money;
  throw refused(
    `${money}: less than the smallest order, ${LEAST_USD} USD; deposit USDC into its perpetuals (on the testnet the faucet gives some)`,
  );
}

async function requestsOf(reader: VenueReader, user: string): Promise<string> {
  const body = { type: "userRateLimit", user };
  const { used, allowed } = await reader.ask({ what: "the request budget", schema: requestBudgetWire, body });
  const left = `${Math.max(0, allowed - used)} of ${allowed} requests left`;
  if (allowed - used >= LEAST_REQUESTS) return left;
  throw refused(
    `${left}: below ${LEAST_REQUESTS} only protection and closing are sent; each USD traded brings one more`,
  );
}

/** Source: exchange-rules 5.4, noop: it does nothing but use up its nonce. */
async function signed(sender: AccountSender): Promise<string> {
  const sent = await sender.noop(Date.now() + EXPIRES_MS);
  const outcome = "failure" in sent ? sent.failure : actionOutcome(sent.answer);
  if (outcome.status === "accepted") return "an action that does nothing was signed and taken";
  throw refused(`a signed action that does nothing was not taken: ${outcome.reason}`);
}

function refused(what: string): ExchangeFault {
  return new ExchangeFault("refused", what);
}
