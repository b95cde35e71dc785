/**
 * A live run over a served venue, in processes of its own, that is killed at given requests and started again until it is
 * over: what it left, and what the venue has then.
 */
import { join } from "node:path";
import { loadInstruments } from "../../../adapters/candle_store/mod.ts";
import { openExchange, Wallet } from "../../../adapters/hyperliquid/trading/mod.ts";
import { type DiaryEntry, type Exchange, NO_EVENTS } from "../../../engine/mod.ts";
import { FIXTURES } from "../../e2e/workplace.ts";
import { finished, linesIn, started } from "../../parity/parity_run.ts";
import { startVenue } from "../../venue/venue_process.ts";
import { type Arrival, KillingProxy, type KillPoint } from "./killing_proxy.ts";
import type { Aftermath } from "./live_invariants.ts";
import { placeStrangersOrder } from "./strangers_order.ts";

/** The length of a candle, ms. */
const QUARTER = 15 * 60_000;
const AGENT = new URL("./every_order.ts", import.meta.url).pathname;
const ASSETS = ["BTC", "ETH"];
const WHO = ["--agent", AGENT, "--interval", "15m", "--assets", ASSETS.join(","), "--risk", "high"];
const STRANGERS_ASSET = "SOL";
const RULES = loadInstruments(`${FIXTURES}/instruments.json`);

/** What is played. */
export interface KilledPlan {
  readonly from: string;
  readonly to: string;
  /** Where it is killed, in order. */
  readonly points: readonly KillPoint[];
}

/** What it left. */
export interface KilledRun extends Aftermath {
  readonly lines: readonly string[];
  /** Every request it made. */
  readonly arrivals: readonly Arrival[];
  readonly killed: KillingProxy["killed"];
}

/** Plays it to its end. Throws where a life ends otherwise than by being killed, or a replay is not equal. */
export async function killedRun({ from, to, points }: KilledPlan): Promise<KilledRun> {
  return await inFolder(async (folder) => {
    const served = ["--from", from, "--to", to, "--assets", [...ASSETS, STRANGERS_ASSET].join(",")];
    const venue = await startVenue([...served, "--step", "--limits", "off", "--runs", "venue"], { folder });
    const proxy = new KillingProxy(venue.url, QUARTER, points);
    const runs = join(folder, "live");
    const stranger = Promise.withResolvers<string>();
    proxy.onFirstCycle = async () => {
      const account = await accountIn(runs, venue.url);
      const rules = RULES.find(({ symbol }) => symbol === STRANGERS_ASSET)!;
      stranger.resolve(await placeStrangersOrder(account, rules, await markOf(STRANGERS_ASSET, venue.url)));
    };
    try {
      await liveToTheEnd(folder, proxy, points.length);
      await finished(folder, ["replay", "last", "--runs", "live"]);
      const lines = linesIn(runs);
      return {
        lines,
        entries: lines.map((line) => JSON.parse(line) as DiaryEntry),
        instruments: RULES.filter(({ symbol }) => ASSETS.includes(symbol)),
        arrivals: proxy.arrivals,
        killed: proxy.killed,
        reached: proxy.orders,
        truth: await (await accountIn(runs, venue.url)).sync(NO_EVENTS),
        strangersOrder: await stranger.promise,
      };
    } finally {
      await proxy.close();
      await venue.stop();
    }
  });
}

async function inFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await Deno.makeTempDir({ prefix: "reprise-kill-" });
  try {
    return await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Starts it again and again until it ends by itself. */
async function liveToTheEnd(folder: string, proxy: KillingProxy, kills: number): Promise<void> {
  const over = ["live", "--hyperliquid", proxy.url, "--runs", "live", "--json", ...WHO];
  for (let lives = 0;; lives++) {
    const process = started(folder, over);
    proxy.kill = () => process.kill("SIGKILL");
    const { code, signal, stderr } = await process.output();
    if (signal === "SIGKILL" && lives < kills) continue;
    if (code === 0) return;
    throw new Error(`life ${lives + 1} ended with ${code}: ${new TextDecoder().decode(stderr)}`);
  }
}

/** The account that is traded, made for the run by its name, as nobody kills whoever asks. */
async function accountIn(runs: string, baseUrl: string): Promise<Exchange> {
  const { name } = [...Deno.readDirSync(runs)].find(({ isDirectory }) => isDirectory)!;
  const wallet = await Wallet.named(name);
  const asked = { baseUrl, network: "testnet", wallet, account: null, openedAt: null } as const;
  return (await openExchange(asked)).exchange;
}

async function markOf(asset: string, baseUrl: string): Promise<number> {
  const headers = { "content-type": "application/json" };
  const asked = { method: "POST", headers, body: JSON.stringify({ type: "allMids" }) };
  return Number((await (await fetch(`${baseUrl}/info`, asked)).json())[asset]);
}
