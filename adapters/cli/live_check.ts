/** `live --check`: whether everything is there that a live run needs. Nothing is traded. */

import {
  type CandleWindow,
  type ChatModel,
  type Interval,
  intervalMs,
  type MarketData,
  type ModelChoice,
} from "../../engine/mod.ts";
import { FailureError } from "./errors.ts";
import { formatDuration, formatTime, oneLine } from "./format.ts";
import type { LiveOptions } from "./live_options.ts";
import { shownMode } from "./run_events.ts";
import type { Terminal } from "./terminal.ts";

/** What was found of one thing. */
export interface CheckRow {
  readonly name: string;
  readonly isOk: boolean;
  /** What was found, or what to do. */
  readonly text: string;
}

/** The markets, and whose clock goes. */
interface CheckedMarkets {
  readonly clock: { now(): number };
  readonly marketData: Pick<MarketData, "contexts" | "candles">;
  readonly timeliness: { clockSkewMs(): number | null };
  close(): void;
}

/** A wallet tells whose it is. */
interface Addressed {
  readonly address: string;
}

/** Where alerts go. */
interface Hook {
  readonly url: string;
  readonly shape: "generic" | "telegram" | "discord";
}

/** What it looks with; what cannot be had throws, and says why. */
export interface CheckTools<Wallet extends Addressed, Agent> {
  /** Who decides, by what is set for it. */
  openPlayer(): Promise<{ readonly player: { readonly agent: Agent }; close(): void }>;
  /** The key as it was written; null: none is set. */
  readTradingKeys(): { readonly key: string | null; readonly account: string | null };
  readonly Wallet: { new (key: string): Wallet; named(name: string): Promise<Wallet> };
  /** Where alerts go; null: nowhere. */
  readAlertSettings(): Hook | null;
  /** Sends it a test alert stamped with a time (ms); why it was not taken, or null. */
  tryHook(hook: Hook, now: number): Promise<string | null>;
  /** The market time of a simulated venue; null: it is none. */
  simulatedClock(baseUrl: string): Promise<unknown>;
  /** Reaches the markets that an agent looks at. */
  openMarkets(agent: Agent): Promise<CheckedMarkets>;
  /** Looks whether the account can be traded. */
  checkAccount(terms: {
    readonly baseUrl: string;
    readonly network: LiveOptions["network"];
    readonly wallet: Wallet;
    readonly account: string | null;
    readonly timeoutMs: number;
  }): Promise<readonly CheckRow[]>;
  /** Who answers the agent; null: recorded answers alone, or nobody is asked. */
  openModel(): Promise<{ readonly choice: ModelChoice; readonly model: ChatModel } | null>;
  /** How long the looks at hosts may take together, ms; not given: so that all of it is done within 15 s. */
  readonly deadlineMs?: number;
}

interface Keys {
  readonly key: string | null;
  readonly account: string | null;
}

/** The processes start, and are done, in what is left of 15 s. */
const DEADLINE_MS = 11_000;
const REQUEST_MS = 2_500;
const MOST_SKEW_MS = 1_000;
const VENUES = /^https:\/\/api\.hyperliquid(-testnet)?\.xyz$/;
const NAME_WIDTH = 11;

/** Looks at the settings, and where nothing is wrong with them at all else; prints it. Gives the exit code. */
export async function liveCheck<Wallet extends Addressed, Agent>(
  options: LiveOptions,
  terminal: Terminal,
  tools: CheckTools<Wallet, Agent>,
): Promise<number> {
  const { rows, agent, keys } = await settingsRows(options, tools);
  const areSet = rows.every(({ isOk }) => isOk);
  const all = areSet ? [...rows, ...await hostRows(options, { agent: agent!, keys: keys! }, tools)] : rows;
  const wrong = all.filter(({ isOk }) => !isOk);
  if (options.json) {
    terminal.print(
      JSON.stringify(
        { ok: wrong.length === 0, checks: all.map(({ name, isOk, text }) => ({ name, ok: isOk, text })) },
        null,
        2,
      ),
    );
  } else {
    const lines = all.map(({ name, isOk, text }) =>
      `  ${isOk ? "ok " : "FIX"}  ${name.padEnd(NAME_WIDTH)}  ${text}`
    );
    const end = wrong.length === 0
      ? "all is there: the same command without --check begins"
      : `${wrong.length} to fix${areSet ? "" : "; no host was asked yet"}`;
    terminal.print([`${shownMode("live", options)} · check`, "", ...lines, "", end].join("\n"));
  }
  return wrong.length === 0 ? 0 : 1;
}

/** What is set on this machine: no host is asked. */
async function settingsRows<Wallet extends Addressed, Agent>(
  options: LiveOptions,
  tools: CheckTools<Wallet, Agent>,
) {
  let agent: Agent | null = null;
  let keys: Keys | null = null;
  const { assets, interval, hyperliquid, runs } = options;
  const rows = [
    await rowOf("agent", async () => {
      const opened = await tools.openPlayer();
      agent = opened.player.agent;
      opened.close();
      return `${options.agent} on ${assets.join(", ")}, every ${interval}`;
    }),
    await rowOf("key", () => {
      keys = tools.readTradingKeys();
      const { key } = keys;
      if (key !== null) return `of ${new tools.Wallet(key).address}`;
      if (VENUES.test(hyperliquid)) throw new FailureError(NO_KEY);
      return "none is set: a simulated venue needs none";
    }),
    await rowOf("alerts", () => {
      const hook = tools.readAlertSettings();
      return hook === null ? "none; ALERT_WEBHOOK_URL sets them" : `${hook.shape}, ${new URL(hook.url).host}`;
    }),
    await rowOf("folder", () => writable(runs)),
  ];
  return { rows, agent: agent as Agent | null, keys: keys as Keys | null };
}

const NO_KEY =
  "no key is set; set HYPERLIQUID_PRIVATE_KEY_FILE (or HYPERLIQUID_PRIVATE_KEY) to that of an API wallet";

function writable(folder: string): string {
  try {
    Deno.mkdirSync(folder, { recursive: true });
    Deno.removeSync(Deno.makeTempFileSync({ dir: folder, prefix: ".check-" }));
  } catch (error) {
    const why = (error as Error).message.split(" (os error")[0];
    throw new FailureError(`${folder} cannot be written: ${why}; wanted a folder for runs (--runs)`);
  }
  return `${folder} can be written`;
}

/** What the hosts say, all at once, and not longer than the deadline. */
async function hostRows<Wallet extends Addressed, Agent>(
  options: LiveOptions,
  found: { readonly agent: Agent; readonly keys: Keys },
  tools: CheckTools<Wallet, Agent>,
): Promise<CheckRow[]> {
  const { deadlineMs = DEADLINE_MS } = tools;
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), deadlineMs);
  const inTime = async (name: string, rows: Promise<readonly CheckRow[]>): Promise<readonly CheckRow[]> => {
    const text = `nobody answered within ${formatDuration(deadlineMs)}; try again, and look at the network`;
    return await Promise.race([rows, late.promise]) ?? [{ name, isOk: false, text }];
  };
  const asked = await Promise.all([
    inTime("account", accountRows(options, found.keys, tools)),
    inTime("data", marketRows(options, found.agent, tools)),
    inTime("model", modelRows(tools)),
    inTime("test alert", alertRows(tools)),
  ]);
  clearTimeout(timer);
  return asked.flat();
}

async function alertRows<Wallet extends Addressed, Agent>(
  { readAlertSettings, tryHook }: CheckTools<Wallet, Agent>,
): Promise<readonly CheckRow[]> {
  const hook = readAlertSettings();
  if (hook === null) return [];
  const { host } = new URL(hook.url);
  return [
    await rowOf("test alert", async () => {
      const why = await tryHook(hook, Date.now());
      if (why === null) return `${host} took it: look whether it arrived`;
      throw new FailureError(
        `${host} did not take it: ${why}; see ALERT_WEBHOOK_URL and ALERT_WEBHOOK_SHAPE`,
      );
    }),
  ];
}

async function accountRows<Wallet extends Addressed, Agent>(
  { hyperliquid: baseUrl, network }: LiveOptions,
  { key, account }: Keys,
  { Wallet, checkAccount, simulatedClock }: CheckTools<Wallet, Agent>,
): Promise<readonly CheckRow[]> {
  if (key === null && await simulatedClock(baseUrl) === null) {
    return [{
      name: "account",
      isOk: false,
      text: `${new URL(baseUrl).host} is no simulated venue: ${NO_KEY}`,
    }];
  }
  const wallet = key === null ? await Wallet.named("check") : new Wallet(key);
  return await checkAccount({ baseUrl, network, wallet, account, timeoutMs: REQUEST_MS });
}

async function marketRows<Wallet extends Addressed, Agent>(
  { assets, interval, hyperliquid, binance }: LiveOptions,
  agent: Agent,
  tools: CheckTools<Wallet, Agent>,
): Promise<readonly CheckRow[]> {
  const hosts = `${new URL(hyperliquid).host}, candles from ${new URL(binance).host}`;
  let opened: CheckedMarkets | null = null;
  try {
    const began = performance.now();
    const network = await rowOf("network", async () => {
      opened = await tools.openMarkets(agent);
      await pricesOf(opened, assets);
      return `${hosts}: answered within ${formatDuration(performance.now() - began)}`;
    });
    if (!network.isOk) return [network];
    const markets = opened! as CheckedMarkets;
    return [
      network,
      await rowOf("clock", () => clockText(markets.timeliness.clockSkewMs())),
      await rowOf("data", () => dataText(markets, assets, interval)),
    ];
  } finally {
    (opened as CheckedMarkets | null)?.close();
  }
}

async function pricesOf({ marketData }: CheckedMarkets, assets: readonly string[]): Promise<void> {
  const contexts = await marketData.contexts(assets);
  const without = assets.filter((asset) => {
    const context = contexts.find((one) => one.asset === asset);
    return (context?.mark ?? null) === null || context!.mid === null;
  });
  if (without.length === 0) return;
  throw new FailureError(
    `no price of ${without.join(", ")} there; leave it out of --assets, or look at the venue`,
  );
}

function clockText(skewMs: number | null): string {
  if (skewMs === null) return "the market's own";
  const ahead = `the venue's is ${formatDuration(Math.abs(skewMs))} ${
    skewMs < 0 ? "behind" : "ahead of"
  } this machine's`;
  if (Math.abs(skewMs) <= MOST_SKEW_MS) return ahead;
  throw new FailureError(`${ahead}: set this one by NTP, such as timedatectl set-ntp true`);
}

async function dataText(
  { marketData, clock }: CheckedMarkets,
  assets: readonly string[],
  interval: Interval,
): Promise<string> {
  const last: number[] = [];
  for (const asset of assets) {
    const window: CandleWindow = await marketData.candles(asset, interval, { last: 1 });
    if (window.length === 0) throw new FailureError(`no candles of ${asset} every ${interval}`);
    last.push(window.closeTime(0));
  }
  const oldest = Math.min(...last);
  const ageMs = clock.now() - oldest;
  const upTo = `candles of ${assets.join(", ")} every ${interval} up to ${formatTime(oldest)}`;
  if (ageMs < 2 * intervalMs(interval)) return upTo;
  throw new FailureError(`${upTo}: the last is ${formatDuration(ageMs)} old`);
}

async function modelRows<Wallet extends Addressed, Agent>(
  { openModel }: CheckTools<Wallet, Agent>,
): Promise<readonly CheckRow[]> {
  return [
    await rowOf("model", async () => {
      const opened = await openModel();
      if (opened === null) return "none is asked";
      const { choice, model } = opened;
      const { provider, model: name, parameters } = choice;
      const answer = await model.ask({
        ...{ provider, model: name, parameters: { ...parameters, maxTokens: ANSWER_TOKENS }, sample: 0 },
        ...{
          messages: [{ role: "user", text: "Answer with the word: ready" }],
          tools: [],
          responseSchema: null,
        },
      }, AbortSignal.timeout(DEADLINE_MS));
      if (answer.status === "answered") {
        return `${name} at ${provider} answered within ${formatDuration(answer.latencyMs)}`;
      }
      throw new FailureError(
        `${name} at ${provider}: ${"reason" in answer ? answer.reason : "no answer in time"}`,
      );
    }),
  ];
}

/** Room for a model that thinks first; what it does not need costs nothing. */
const ANSWER_TOKENS = 512;

async function rowOf(name: string, look: () => string | Promise<string>): Promise<CheckRow> {
  try {
    return { name, isOk: true, text: await look() };
  } catch (error) {
    return { name, isOk: false, text: oneLine(error instanceof Error ? error.message : String(error)) };
  }
}
