import type { VenueWorld } from "../../engine/mod.ts";
import { BinanceDesk } from "./binance/binance_desk.ts";
import { BinanceStreams } from "./binance/binance_streams.ts";
import { ExchangeDesk } from "./exchange/exchange_desk.ts";
import type { House } from "./house.ts";
import { InfoDesk } from "./info/info_desk.ts";
import type { MarketClock } from "./market_clock.ts";
import { MarketWalk } from "./market_walk.ts";
import { keepPace } from "./pace.ts";
import { SimDesk } from "./sim_desk.ts";
import { type ClientSocket, type Connection, openSocket } from "./sockets.ts";
import { OpeningsTold } from "./state/openings_told.ts";
import { standingsOf } from "./state/standings.ts";
import type { VenueState } from "./state/venue_state.ts";
import { StreamHub } from "./stream/stream_hub.ts";
import { type Asker, type NamedAsker, venueApp } from "./venue_app.ts";
import { VenueError } from "./venue_error.ts";

/** How long one subscription waits between two looks at the market where time goes by itself, wall ms. */
const STREAM_GAP_MS = 500;

/** Whoever keeps a record of the accounts. */
export interface AccountRecords {
  /** The next moment at which market time has to stop, ms. */
  nextClose(time: number): number;
  /** Market time is about to leave a moment (ms). */
  leave(time: number): Promise<void>;
  /** The venue stops at a moment, ms. */
  finish(time: number): Promise<unknown>;
}

/** What is served, and how. */
export interface VenueParts {
  readonly world: VenueWorld;
  /** The clock that the world goes by; nobody else may move it. */
  readonly clock: MarketClock;
  /** Where market time ends, ms. */
  readonly until: number;
  /** Market time in a unit of wall time; null: it moves by steps alone. */
  readonly speed: number | null;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly auth: House["auth"];
  readonly enforceLimits: boolean;
  /** Where accounts are kept over a restart; not there: nowhere. */
  readonly state?: VenueState | null;
  readonly records?: AccountRecords;
  /** Tells the person who started it, one line. */
  warn(line: string): void;
}

/** A venue that answers. */
export interface ServedVenue {
  /** Host and port. */
  readonly address: string;
  /** Stops market time, closes every socket, answers what is under way and writes down what is kept. */
  stop(): Promise<void>;
}

/**
 * Serves a recorded market and its accounts, those of the state first played again. Throws a VenueError where it cannot
 * listen, a StateError where the state does not fit; then nothing is served.
 */
export async function serveVenue(parts: VenueParts): Promise<ServedVenue> {
  const venue = new Venue(parts);
  const ready = Promise.withResolvers<void>();
  const server = listen(parts, async (request, { hostname: ip, port }) => {
    await ready.promise;
    return await venue.answer(request, { ip, connection: `${ip}:${port}` });
  });
  try {
    await venue.playAgain();
  } catch (error) {
    await parts.state?.close(null);
    // Nobody has been answered yet, and nobody will be.
    server.unref();
    ready.reject(error);
    await server.shutdown();
    throw error;
  }
  venue.start();
  ready.resolve();
  const { host } = parts;
  const stop = async (): Promise<void> => {
    await venue.closeDoors();
    await server.shutdown();
    await venue.writeDown();
  };
  return { address: `${host.includes(":") ? `[${host}]` : host}:${server.addr.port}`, stop };
}

/** The desks, the streams and market time of one venue. */
class Venue {
  readonly #parts: VenueParts;
  readonly #world: VenueWorld;
  readonly #exchange: ExchangeDesk;
  readonly #hub: StreamHub;
  readonly #binance: BinanceStreams;
  readonly #walk: MarketWalk;
  readonly #sockets = new Set<WebSocket>();
  readonly #answer: ReturnType<typeof venueApp>["fetch"];
  #isPlayedAgain = false;
  #pace: { stop(): Promise<void> } | null = null;

  constructor(parts: VenueParts) {
    const { world, clock, until, speed, state, records } = this.#parts = parts;
    this.#world = new OpeningsTold(world, (address) => {
      if (this.#isPlayedAgain) state?.opened(address, clock.now());
    });
    const house: House = {
      ...parts,
      world: this.#world,
      now: () => clock.now(),
      wallNow: () => Date.now(),
    };
    const changed = (address: string): void => {
      if (!this.#hub.follows(address)) return;
      // Whoever asked hears the answer first.
      setTimeout(() => void this.#hub.accountChanged(address).catch((error) => this.#tell(error)), 0);
    };
    this.#exchange = new ExchangeDesk(house, { changed, accepted: (action) => state?.record(action) });
    const { roles, limits } = this.#exchange;
    const info = new InfoDesk(house, { roles, limits });
    const minGapMs = speed === null ? 0 : STREAM_GAP_MS;
    this.#hub = new StreamHub(house, { info, exchange: this.#exchange, limits: limits.sockets, minGapMs });
    this.#binance = new BinanceStreams(house, { minGapMs });
    this.#walk = new MarketWalk({
      ...{ clock, end: until, moved: (isLast) => this.#moved(isLast) },
      nextStop: (time) => earlier(world.market.nextClose(time), records?.nextClose(time) ?? null),
      leaving: async (time) => await records?.leave(time),
      busy: () => this.#exchange.busy,
    });
    const { fetch } = venueApp({
      ...{ info, exchange: this.#exchange, binance: new BinanceDesk(house), warn: parts.warn },
      sim: new SimDesk({ ...{ clock, walk: this.#walk, speed }, market: world.market, from: clock.now() }),
      upgrade: (request, stream, asker) => this.#upgrade(request, stream, asker),
    });
    this.#answer = fetch;
  }

  answer(request: Request, from: Asker): Response | Promise<Response> {
    return this.#answer(request, from);
  }

  /** Lets everything that the state tells happen again. */
  async playAgain(): Promise<void> {
    const world = this.#world;
    const played = await this.#parts.state?.replay({
      until: this.#parts.until,
      moveTo: (time) => this.#walk.to(time),
      open: (address) => Promise.resolve(void world.open(address)),
      perform: (action) => this.#exchange.replay(action),
      standings: () => standingsOf(world),
    });
    const dropped = played?.dropped ?? null;
    if (dropped !== null) this.#parts.warn(dropped);
    this.#isPlayedAgain = true;
  }

  /** Lets market time go, where it goes by itself. */
  start(): void {
    const { speed, clock } = this.#parts;
    if (speed === null) return;
    const wallNow = (): number => performance.now();
    const failed = (error: unknown): void => this.#tell(error);
    this.#pace = keepPace({ walk: this.#walk, from: clock.now(), speed, wallNow, failed });
  }

  /** Stops market time and closes every socket. */
  async closeDoors(): Promise<void> {
    await this.#pace?.stop();
    for (const socket of this.#sockets) socket.close(1001, "the venue stops");
  }

  /** Writes down what is kept of the accounts. */
  async writeDown(): Promise<void> {
    const { clock, state, records } = this.#parts;
    const time = clock.now();
    try {
      await records?.finish(time);
    } finally {
      await state?.close({ time, accounts: await standingsOf(this.#world) });
    }
  }

  async #moved(isLast: boolean): Promise<void> {
    const { state, clock, speed } = this.#parts;
    // Whoever asked for a step is answered with the time.
    state?.moved(clock.now(), isLast && speed === null);
    await this.#hub.marketMoved(isLast);
    await this.#binance.marketMoved(isLast);
  }

  #upgrade(request: Request, stream: "hyperliquid" | "binance", asker: NamedAsker): Response {
    const url = new URL(request.url);
    const connect = (client: ClientSocket): Connection =>
      stream === "hyperliquid" ? this.#hub.connect(client, asker) : this.#binance.connect(url, client);
    const { response, socket } = openSocket(request, connect);
    this.#sockets.add(socket);
    socket.addEventListener("close", () => this.#sockets.delete(socket));
    return response;
  }

  #tell(error: unknown): void {
    this.#parts.warn(`market time could not be told of: ${error instanceof Error ? error.message : error}`);
  }
}

function earlier(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}

function listen(
  { host: hostname, port }: VenueParts,
  answer: (request: Request, from: Deno.NetAddr) => Promise<Response>,
): Deno.HttpServer<Deno.NetAddr> {
  const options = { hostname, port, onListen: () => undefined };
  try {
    return Deno.serve(options, (request, { remoteAddr }) => answer(request, remoteAddr));
  } catch (error) {
    const wanted = refusedAddress(error, { hostname, port });
    throw wanted === null ? error : new VenueError(wanted);
  }
}

function refusedAddress(
  error: unknown,
  { hostname, port }: { readonly hostname: string; readonly port: number },
): string | null {
  if (error instanceof Deno.errors.AddrInUse) {
    return `cannot listen on ${hostname}:${port}: the port is in use; wanted a free one, or --port 0`;
  }
  if (error instanceof Deno.errors.AddrNotAvailable) {
    return `cannot listen on ${hostname}: this machine has no such address; wanted one it has, like 127.0.0.1`;
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return `cannot listen on ${hostname}:${port}: the system does not allow it; wanted a port above 1023`;
  }
  return null;
}
