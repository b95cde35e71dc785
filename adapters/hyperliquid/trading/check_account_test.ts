import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { checkAccount } from "./check_account.ts";
import { ADDRESS, type Answers, EMPTY_ACCOUNT, KEY, stubVenue } from "./testing/stubbed_exchange.ts";
import { Wallet } from "./wallet.ts";

const MASTER = `0x${"a".repeat(40)}`;
const AGENT: Answers = { userRole: () => ({ json: { role: "agent", data: { user: MASTER } } }) };
const TAKEN: Answers = { noop: () => ({ json: { status: "ok", response: { type: "default" } } }) };
const DAY_MS = 86_400_000;

/** What is wrong, `name: text`; nothing where all is well. */
async function wrong(answers: Answers, given: { readonly account?: string } = {}): Promise<string[]> {
  const found = await check({ ...TAKEN, ...answers }, given);
  return found.filter(({ isOk }) => !isOk).map(({ name, text }) => `${name}: ${text}`);
}

async function check(answers: Answers, { account = null }: { readonly account?: string | null } = {}) {
  const venue = stubVenue(answers);
  try {
    const terms = {
      baseUrl: venue.url,
      network: "testnet",
      wallet: new Wallet(KEY),
      account,
      timeoutMs: 150,
    } as const;
    return await checkAccount(terms);
  } finally {
    await venue.close();
  }
}

function agentUntil(validUntil: number): Answers {
  return { ...AGENT, extraAgents: () => ({ json: [{ name: "bot", address: ADDRESS, validUntil }] }) };
}

Deno.test("check of an account: all is well, and what was found is told", async () => {
  deepStrictEqual((await check(TAKEN)).map(({ name, isOk, text }) => [name, isOk, text]), [
    ["account", true, ADDRESS],
    ["wallet", true, "the account's own key: an API wallet's would do, and could not move money away"],
    ["balance", true, "1000.00 USD, 0.00 of it margin in use"],
    ["requests", true, "10002 of 10005 requests left"],
    ["signature", true, "an action that does nothing was signed and taken"],
  ]);
  const until = Date.now() + 30 * DAY_MS;
  const [account, wallet] = await check({ ...TAKEN, ...agentUntil(until) });
  strictEqual(account.text, `${MASTER}, by its API wallet ${ADDRESS}`);
  strictEqual(wallet.text, `the API wallet "bot" until ${new Date(until).toISOString().slice(0, 10)}`);
  const [, unnamed] = await check({ ...TAKEN, ...AGENT, extraAgents: () => ({ json: [] }) });
  match(unnamed.text, /without a name/);
  const [, soon] = await check({ ...TAKEN, ...agentUntil(Date.now() + DAY_MS) });
  ok(soon.isOk && /: approve it again before$/.test(soon.text));
});

Deno.test("check of an account, broken: the key is none of the account's", async () => {
  const [line, ...rest] = await wrong({}, { account: MASTER });
  match(line, /^account: the key of .* may not trade for .*: it is no agent; approve it there as API wallet/);
  deepStrictEqual(rest, []);
});

Deno.test("check of an account, broken: the API wallet has ended", async () => {
  const [line] = await wrong(agentUntil(Date.UTC(2024, 0, 5)));
  strictEqual(
    line,
    'wallet: the API wallet "bot" ended on 2024-01-05; approve it again on the venue\'s page',
  );
});

Deno.test("check of an account, broken: a unified account", async () => {
  const [line] = await wrong({ userAbstraction: () => ({ json: "unifiedAccount" }) });
  match(line, /^account: the account .* is in the mode unifiedAccount/);
});

Deno.test("check of an account, broken: no money", async () => {
  const empty = { ...EMPTY_ACCOUNT, marginSummary: { ...EMPTY_ACCOUNT.marginSummary, accountValue: "9.99" } };
  const [line] = await wrong({ clearinghouseState: () => ({ json: empty }) });
  match(line, /^balance: 9\.99 USD, .*: less than the smallest order, 10 USD; deposit USDC/);
});

Deno.test("check of an account, broken: its requests are used up", async () => {
  const used = { cumVlm: "5.0", nRequestsUsed: 9_800, nRequestsCap: 10_005, nRequestsSurplus: 0 };
  const [line] = await wrong({ userRateLimit: () => ({ json: used }) });
  match(line, /^requests: 205 of 10005 requests left: below 500 only protection/);
});

Deno.test("check of an account, broken: what it signs is not taken", async () => {
  const response = `User or API Wallet ${ADDRESS} does not exist.`;
  const [line] = await wrong({ noop: () => ({ json: { status: "err", response } }) });
  strictEqual(line, `signature: a signed action that does nothing was not taken: ${response}`);
});

Deno.test("check of an account, broken: nobody answers, or one thing cannot be had", async () => {
  const all = await wrong({ userRole: () => "silence" });
  strictEqual(all.length, 1);
  match(all[0], /^account: hyperliquid \(127.*: the key's role: /);
  const [one, ...rest] = await wrong({ clearinghouseState: () => ({ status: 500, text: "busy" }) });
  match(one, /^balance: hyperliquid .*: the account: /);
  deepStrictEqual(rest, []);
});
