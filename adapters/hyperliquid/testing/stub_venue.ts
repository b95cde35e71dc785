/**
 * A venue on loopback that answers `/info` as a test says, and streams what it is told to.
 * @module
 */
import type { Clock } from "../../../engine/mod.ts";

/** One minute, ms. */
export const MINUTE = 60_000;
/** 2024-01-01 00:00 UTC, ms. */
export const START = 1_704_067_200_000;

/** What is asked. */
// deno-lint-ignore no-explicit-any -- a question as a test looks into it
export type Question = any;

/** See the module's comment. */
export class StubVenue {
  /** Its time, ms. */
  time: number = START;
  readonly asked: Question[] = [];
  readonly sockets: WebSocket[] = [];
  readonly subscribed: string[] = [];
  /** Answers by type; what is not here is answered by a small market of BTC. */
  answers: Record<string, (question: Question) => unknown> = {};
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  constructor() {
    const options = { hostname: "127.0.0.1", port: 0, onListen: () => undefined };
    this.#server = Deno.serve(options, (request) => this.#answer(request));
  }

  /** Where it is. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  /** Questions of a type. */
  of(type: string): Question[] {
    return this.asked.filter((question) => question.type === type);
  }

  /** Sends a frame to every open socket. */
  tell(channel: string, data: unknown): void {
    for (const socket of this.sockets) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ channel, data }));
    }
  }

  /** Drops every socket. */
  drop(): void {
    for (const socket of this.sockets.splice(0)) socket.close();
  }

  /** Ends it. */
  async stop(): Promise<void> {
    this.drop();
    await this.#server.shutdown();
  }

  async #answer(request: Request): Promise<Response> {
    if (request.headers.get("upgrade") === "websocket") return this.#upgrade(request);
    const question = await request.json();
    this.asked.push(question);
    const answer = (this.answers[question.type] ?? USUAL[question.type])?.(question);
    if (answer instanceof Response) return answer;
    return Response.json(
      question.type === "exchangeStatus" ? { time: this.time, specialStatuses: null } : answer,
    );
  }

  #upgrade(request: Request): Response {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onopen = () => this.sockets.push(socket);
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.method === "ping") return socket.send('{"channel":"pong"}');
      this.subscribed.push(`${message.method} ${message.subscription.type} ${message.subscription.coin}`);
      socket.send(JSON.stringify({ channel: "subscriptionResponse", data: message }));
    };
    return response;
  }
}

/** A clock that stands where it is put, ms. */
export class SetClock implements Clock {
  time: number;

  constructor(time: number) {
    this.time = time;
  }

  now(): number {
    return this.time;
  }

  sleepUntil(time: number): void {
    this.time = Math.max(this.time, time);
  }
}

/** `meta` with a coin of one tier, one of a table, one delisted and one that cannot be read. */
export const META = {
  universe: [
    { name: "BTC", szDecimals: 5, maxLeverage: 40, marginTableId: 56 },
    { name: "DOT", szDecimals: 1, maxLeverage: 10, marginTableId: 10, onlyIsolated: true },
    { name: "OLD", szDecimals: 1, maxLeverage: 20, marginTableId: 20, isDelisted: true },
    { name: "ODD", szDecimals: 1, maxLeverage: 3, marginTableId: 77 },
    { name: "ISO", szDecimals: 0, maxLeverage: 3, marginTableId: 3, marginMode: "strictIsolated" },
  ],
  marginTables: [[56, {
    description: "tiered 40x",
    marginTiers: [{ lowerBound: "0.0", maxLeverage: 40 }, { lowerBound: "150000000.0", maxLeverage: 20 }],
  }]],
  collateralToken: 0,
};

/** A context whose mark is this. */
export function context(mark: number, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    funding: "0.0000125",
    openInterest: "39338.76246",
    prevDayPx: "84086.0",
    dayNtlVlm: "3096053627.5",
    premium: "-0.0001348801",
    oraclePx: "83778.1",
    markPx: `${mark}.0`,
    midPx: "83757.5",
    impactPxs: ["83757.0", "83766.8"],
    dayBaseVlm: "36757.56691",
    ...changes,
  };
}

/** The candle that opens so many minutes after {@link START}, so many minutes long. */
export function candleRow(minute: number, length = 1): Record<string, unknown> {
  const t = START + minute * MINUTE;
  const [o, h, l, c] = [100, 102, 99, 101].map((price) => String(price + minute));
  return { t, T: t + length * MINUTE - 1, s: "BTC", i: `${length}m`, o, h, l, c, v: "1.5", n: 3 };
}

const USUAL: StubVenue["answers"] = {
  meta: () => META,
  metaAndAssetCtxs: () => [META, META.universe.map((_, index) => context(100 + index))],
  candleSnapshot: ({ req: { interval, startTime, endTime } }) => {
    if (interval !== "1m") return [];
    const first = Math.ceil((startTime - START) / MINUTE);
    const count = Math.floor((endTime - START) / MINUTE) - first + 1;
    return Array.from({ length: Math.max(0, count) }, (_, index) => candleRow(first + index));
  },
  fundingHistory: () => [],
};
