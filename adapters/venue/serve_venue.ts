import type { VenueWorld } from "../../engine/mod.ts";
import type { Asker, NamedAsker } from "./asker.ts";
import { BinanceDesk } from "./binance/binance_desk.ts";
import { BinanceStreams } from "./binance/binance_streams.ts";
import { ExchangeDesk } from "./exchange/exchange_desk.ts";
import type { House } from "./house.ts";
import { InfoDesk } from "./info/info_desk.ts";
import { listen } from "./listen.ts";
import type { MarketClock } from "./market_clock.ts";
import { MarketWalk } from "./market_walk.ts";
import { keepPace } from "./pace.ts";
import { SimDesk } from "./sim_desk.ts";
import { type ClientSocket, type Connection, openSocket } from "./sockets.ts";
import { OpeningsTold } from "./state/openings_told.ts";
import { standingsOf } from "./state/standings.ts";
import type { VenueState } from "./state/venue_state.ts";
import { StreamHub } from "./stream/stream_hub.ts";
import { venueApp } from "./venue_app.ts";

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
  /** The venue cannot go on. */
  fail(): Promise<void>;
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
  /** Rejects where it cannot go on: what happens could not be kept, or the market could not move on. */
  readonly failed: Promise<never>;
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
    ready.reject(error);
    await server.stop();
    throw error;
  }
  venue.start();
  ready.resolve();
  const stop = async (): Promise<void> => {
    await venue.closeDoors();
    await server.stop();
    await venue.writeDown();
  };
  return { address: server.address, failed: venue.failed, stop };
}

/** A venue that listens nowhere and whose market stands still: what it is asked is answered to whoever has it. */
export function venueAnswers(
  parts: Omit<VenueParts, "speed" | "host" | "port">,
): (request: Request) => Promise<Response> {
  const venue = new Venue({ ...parts, speed: null, host: "", port: 0 });
  return async (request) => await venue.answer(request, { ip: "127.0.0.1" });
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
  readonly #failing = Promise.withResolvers<never>();
  /** Rejects with the first reason why it cannot go on. */
  readonly failed: Promise<never> = this.#failing.promise;
  #hasFailed = false;
  #isPlayedAgain = false;
  #pace: { stop(): Promise<void> } | null = null;

  constructor(parts: VenueParts) {
    const { world, clock, until, speed, state, records } = this.#parts = parts;
    this.failed.catch(() => this.#hasFailed = true);
    state?.onFailure(this.#failing.reject);
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
      setTimeout(() => void this.#hub.accountChanged(address).catch(this.#failing.reject), 0);
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
      leaving: (time) => this.#recordUpTo(time),
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
    this.#pace = keepPace({
      walk: this.#walk,
      from: clock.now(),
      speed,
      wallNow,
      failed: this.#failing.reject,
    });
  }

  /** Stops market time and closes every socket. */
  async closeDoors(): Promise<void> {
    await this.#pace?.stop();
    await this.#walk.stop();
    for (const socket of this.#sockets) socket.close(1001, "the venue stops");
  }

  /** Writes down what is kept of the accounts. */
  async writeDown(): Promise<void> {
    const { clock, state, records } = this.#parts;
    if (this.#hasFailed) {
      await records?.fail();
      return await state?.close(null);
    }
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
    this.#binance.marketMoved(isLast);
  }

  /** A run that cannot be written is left alone from then on; trading goes on without it. */
  async #recordUpTo(time: number): Promise<void> {
    try {
      await this.#parts.records?.leave(time);
    } catch (error) {
      this.#parts.warn(error instanceof Error ? error.message : String(error));
    }
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
}

function earlier(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
