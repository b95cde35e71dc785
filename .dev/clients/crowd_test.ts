/**
 * Sixty-four clients at once for a minute, each trading its own account over HTTP and WebSocket against a venue in a
 * process of its own: afterwards every account adds up, every client saw each of its fills once, and the venue's memory
 * is flat.
 */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import * as hl from "@nktkas/hyperliquid";
import { throwawayWallet } from "../venue/throwaway_wallet.ts";
import { startVenue, type VenueProcess } from "../venue/venue_process.ts";

const CLIENTS = 64;
const RUN_MS = Number(Deno.env.get("CROWD_MS") ?? 60_000);
/** Market time goes so many times as fast: a minute is half a day. */
const SPEED = 720;
const ASSETS = ["BTC", "ETH", "SOL"];

interface Trader {
  readonly user: `0x${string}`;
  readonly exchange: hl.ExchangeClient<hl.ExchangeSingleWalletConfig>;
  readonly info: hl.InfoClient;
  readonly socket: hl.WebSocketTransport;
  /** Fills as they were streamed, by trade id. */
  readonly seen: Map<number, number>;
}

async function trader(
  index: number,
  { url, socketUrl }: { url: string; socketUrl: string },
): Promise<Trader> {
  const key = `0x${(index + 1).toString(16).padStart(64, "0")}`;
  const wallet = throwawayWallet(key);
  const user = wallet.address;
  const transport = new hl.HttpTransport({ apiUrl: url, isTestnet: true });
  const socket = new hl.WebSocketTransport({ url: socketUrl, isTestnet: true });
  await socket.ready();
  const seen = new Map<number, number>();
  const exchange = new hl.ExchangeClient({ transport, wallet });
  await new hl.SubscriptionClient({ transport: socket }).userFills({ user }, ({ fills }) => {
    for (const { tid } of fills) seen.set(tid, (seen.get(tid) ?? 0) + 1);
  });
  return { user, exchange, info: new hl.InfoClient({ transport }), socket, seen };
}

/** Buys, sells, rests and cancels until the time is up; gives the orders it sent. */
async function trade({ exchange, info, user }: Trader, index: number, until: number): Promise<number> {
  let sent = 0;
  for (let turn = index; performance.now() < until; turn++) {
    const asset = turn % ASSETS.length;
    const mid = Number((await info.allMids())[ASSETS[asset]]);
    const isBuy = turn % 2 === 0;
    const price = (factor: number): string => String(Number((mid * factor).toPrecision(4)));
    const s = asset === 0 ? "0.002" : asset === 1 ? "0.03" : "1";
    const rest = turn % 4 === 3;
    const p = rest ? price(isBuy ? 0.999 : 1.001) : price(isBuy ? 1.02 : 0.98);
    const t = { limit: { tif: rest ? "Gtc" as const : "Ioc" as const } };
    await exchange.order({ orders: [{ a: asset, b: isBuy, p, s, r: false, t }], grouping: "na" })
      .then(() => sent++, movedMeanwhile);
    if (turn % 16 === 15) {
      const open = await info.openOrders({ user });
      const cancels = open.map(({ coin, oid }) => ({ a: ASSETS.indexOf(coin), o: oid }));
      if (cancels.length > 0) await exchange.cancel({ cancels }).catch(filledMeanwhile);
    }
  }
  return sent;
}

/** The market may have moved away between the look and the order: then the venue says so. */
function movedMeanwhile(error: unknown): void {
  if (!/could not immediately match/.test(String(error))) throw error;
}

/** An order may fill between the look and the cancel: then the venue says so. */
function filledMeanwhile(error: unknown): void {
  if (!/never placed, already canceled, or filled/.test(String(error))) throw error;
}

/** What the account is worth by what happened in it, and by what the venue shows, in micro-USDC. */
async function books(
  { info, user }: Trader,
): Promise<{ counted: number; shown: number; fills: hl.UserFillsResponse }> {
  const fills = await info.userFills({ user });
  const funding = await info.userFunding({ user, startTime: 0 });
  const state = await info.clearinghouseState({ user });
  const micro = (text: string): number => Math.round(Number(text) * 1e6);
  const paid = fills.reduce((sum, { closedPnl, fee }) => sum + micro(closedPnl) - micro(fee), 0);
  const funded = funding.reduce((sum, { delta }) => sum + micro(delta.usdc), 0);
  const open = state.assetPositions.reduce((sum, { position }) => sum + micro(position.unrealizedPnl), 0);
  return { counted: 10_000e6 + paid + funded + open, shown: micro(state.marginSummary.accountValue), fills };
}

Deno.test({
  name: `${CLIENTS} clients at once for ${RUN_MS / 1000} s`,
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const venue = await startVenue(["--from", "2024-01", "--speed", String(SPEED), "--limits", "off"]);
    try {
      const traders = await Promise.all(Array.from({ length: CLIENTS }, (_, index) => trader(index, venue)));
      const until = performance.now() + RUN_MS;
      const memory = sampled(venue);
      const trading = traders.map((one, index) => trade(one, index, until));
      const [samples, ...sent] = await Promise.all([memory, ...trading]);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await checkAll(traders);
      const orders = sent.reduce((sum, count) => sum + count, 0);
      console.log(
        `${orders} orders, ${Math.round(orders / (RUN_MS / 1000))} a second; MB: ${samples.join(", ")}`,
      );
      ok(sent.every((count) => count > 0), "every client traded");
      ok(samples[4] <= samples[1] * 1.3, `memory grew: ${samples.join(", ")} MB`);
      strictEqual(venue.log().includes("failed"), false, venue.log());
      await Promise.all(traders.map(({ socket }) => socket.close()));
    } finally {
      await venue.stop();
    }
  },
});

/** The venue's memory at each fifth of the run, MB. */
async function sampled(venue: VenueProcess): Promise<number[]> {
  const samples: number[] = [];
  for (let part = 0; part < 5; part++) {
    await new Promise((resolve) => setTimeout(resolve, RUN_MS / 5));
    samples.push(venue.residentMb());
  }
  return samples;
}

async function checkAll(traders: readonly Trader[]): Promise<void> {
  for (const one of traders) {
    const { counted, shown, fills } = await books(one);
    ok(fills.length < 2000, "all fills are told");
    strictEqual(counted, shown, one.user);
    const streamed = [...one.seen].sort(([a], [b]) => a - b);
    deepStrictEqual(
      streamed,
      fills.map(({ tid }) => [tid, 1] as [number, number]).sort(([a], [b]) => a - b),
      one.user,
    );
  }
}
