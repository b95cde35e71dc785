/** The venue under load: a process that serves on one core, and clients on the others that ask it over HTTP. */
import { TestWallet } from "../../adapters/venue/testing/wallet.ts";
import { agentDigest, connectionId } from "../../adapters/venue/signing/agent_digest.ts";
import { recoverAddress, type WireSignature } from "../../adapters/venue/signing/recover_address.ts";
import { onCore, startVenue, type VenueProcess } from "../venue/venue_process.ts";
import type { Measured } from "./measure.ts";

const REQUESTS = 8_000;
/** Asked at the same time. */
const LANES = 8;
/** Requests before the clock runs: the compiler's share. */
const WARM_UP = 2_000;
/** Different signatures that are recovered one after another. */
const DISTINCT = 1_000;
/** Which core serves. */
const CORE = 0;
const WALLET = new TestWallet(7);
const FLAGS = ["--from", "2024-01-02", "--step", "--limits", "off"];

/** A body for /exchange or /info. */
type Body = Readonly<Record<string, unknown>>;

/** Orders with and without verified signatures, looks at an account and at a book, and recovery alone. */
export async function measureVenue(): Promise<readonly Measured[]> {
  const alone = await recoveryAlone();
  const verified = await underLoad([], async (venue) => {
    const bodies = await ordersOf(venue, async (action, nonce) => ({ ...await WALLET.sign(action, nonce) }));
    return await asked("venue: /exchange, an order, verified", venue, { path: "/exchange", bodies });
  });
  const [order, account, book] = await underLoad(["--auth", "trust"], async (venue) => {
    const bodies = await ordersOf(venue, (action, nonce) => ({ action, nonce }));
    const repeated = (body: Body): Body[] => Array(REQUESTS + WARM_UP).fill(body);
    const info = "/info";
    return [
      await asked("venue: /exchange, an order, believed", venue, { path: "/exchange", bodies }),
      await asked("venue: /info, an account", venue, {
        path: info,
        bodies: repeated({ type: "clearinghouseState", user: WALLET.address }),
      }),
      await asked("venue: /info, a book", venue, {
        path: info,
        bodies: repeated({ type: "l2Book", coin: "BTC" }),
      }),
    ];
  });
  return [alone, verified, order, account, book];
}

/** What recovering a signer alone allows, on one core as well. */
async function recoveryAlone(): Promise<Measured> {
  const [command, ...args] = onCore(CORE, [Deno.execPath(), "run", "-A", import.meta.filename!]);
  const { stdout } = await new Deno.Command(command, { args, stderr: "inherit" }).output();
  return { name: "signature recovery alone", requestsPerSecond: Number(new TextDecoder().decode(stdout)) };
}

/** Each of another order, as they come to the venue. */
async function recoveries(): Promise<number> {
  const signed: { readonly signature: WireSignature; readonly digest: Uint8Array }[] = [];
  for (let nonce = 0; nonce < DISTINCT; nonce++) {
    const { action, signature } = await WALLET.sign(marketOrder(nonce % 2 === 0, 40_000), nonce);
    const frame = { nonce, vaultAddress: null, expiresAfter: null };
    signed.push({ signature, digest: agentDigest(connectionId(action, frame)!, "testnet") });
  }
  let next = 0;
  const recover = (): void => {
    const { digest, signature } = signed[next++ % DISTINCT];
    recoverAddress(digest, signature);
  };
  for (let count = 0; count < WARM_UP; count++) recover();
  const began = performance.now();
  for (let count = 0; count < REQUESTS; count++) recover();
  return REQUESTS / ((performance.now() - began) / 1e3);
}

async function underLoad<T>(
  flags: readonly string[],
  measure: (venue: VenueProcess) => Promise<T>,
): Promise<T> {
  const venue = await startVenue([...FLAGS, ...flags], { core: CORE });
  try {
    await post(venue, "/sim/advance", { candles: 1 });
    return await measure(venue);
  } finally {
    await venue.stop();
  }
}

/** Buys and sells in turn, so that the account stays as it is. */
async function ordersOf(
  venue: VenueProcess,
  finish: (action: Body, nonce: number) => Body | Promise<Body>,
): Promise<Body[]> {
  const { BTC } = await (await post(venue, "/info", { type: "allMids" })).json();
  const first = Date.now();
  const bodies: Body[] = [];
  for (let count = 0; count < REQUESTS + WARM_UP; count++) {
    bodies.push(await finish(marketOrder(count % 2 === 0, Number(BTC)), first + count));
  }
  return bodies;
}

function marketOrder(isBuy: boolean, mid: number): Body {
  const p = String(Math.round(mid * (isBuy ? 1.02 : 0.98)));
  const order = { a: 0, b: isBuy, p, s: "0.01", r: false, t: { limit: { tif: "Ioc" } } };
  return { type: "order", orders: [order], grouping: "na" };
}

async function asked(
  name: string,
  venue: VenueProcess,
  { path, bodies }: { readonly path: string; readonly bodies: readonly Body[] },
): Promise<Measured> {
  const took: number[] = [];
  let next = 0;
  let began = 0;
  const lane = async (): Promise<void> => {
    while (next < bodies.length) {
      if (next++ === WARM_UP) began = performance.now();
      const sent = performance.now();
      const answer = await post(venue, path, bodies[next - 1]);
      const text = await answer.text();
      took.push(performance.now() - sent);
      if (!answer.ok || text.includes("error")) throw new Error(`${name}: ${text}`);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const seconds = (performance.now() - began) / 1e3;
  const sorted = took.slice(WARM_UP).sort((a, b) => a - b);
  return { name, requestsPerSecond: REQUESTS / seconds, p99Ms: sorted[Math.floor(sorted.length * 0.99)] };
}

function post({ url }: VenueProcess, path: string, body: Body): Promise<Response> {
  const headers = { "content-type": "application/json", "x-sim-account": WALLET.address };
  return fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

if (import.meta.main) console.log(await recoveries());
