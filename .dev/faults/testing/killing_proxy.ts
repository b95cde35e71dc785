/** Stands between a program and a venue, counts what it asks in each cycle, and kills it at the request it is told to. */

/** When a program is killed: before the venue hears its request, or once it has answered. */
export type Phase = "before" | "after";

/** A request of a cycle. */
export interface Arrival {
  /** The close of the cycle, ms; 0: before the first one. */
  readonly close: number;
  /** What is asked or done: `/exchange order`. */
  readonly name: string;
  /** Which of the cycle's requests of that name it is, from 0: some are asked at once, and come in any order. */
  readonly nth: number;
}

/** Where a program is killed. */
export interface KillPoint extends Omit<Arrival, "nth"> {
  /** Null: the next of that name. */
  readonly nth: number | null;
  readonly phase: Phase;
}

/** What requests are known by: path, and what is asked or done. */
function nameOf(path: string, told: Told | null): string {
  const what = told?.action?.type ?? told?.type;
  return what === undefined ? path : `${path} ${what}`;
}

/** What of a request's body matters here. */
interface Told {
  readonly type?: string;
  /** Of `/sim/advance`: the moment, ms. */
  readonly until?: number;
  readonly action?: { readonly type: string; readonly orders?: readonly { readonly c?: string }[] };
}

/** A venue's address that kills whoever asks it, at the points that are given, each once. */
export class KillingProxy {
  /** Every request that came, as it came. */
  readonly arrivals: Arrival[] = [];
  /** Where it killed. */
  readonly killed: KillPoint[] = [];
  /** Client order ids of orders that reached the venue, each as often as it did. */
  readonly orders: string[] = [];
  /** What is killed; set for each life. */
  kill: () => void = () => undefined;
  /** Told when the first cycle begins; its first request waits for it. */
  onFirstCycle: () => Promise<void> = () => Promise.resolve();
  readonly #venue: string;
  readonly #candleMs: number;
  readonly #points: Map<number, KillPoint[]>;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  #close = 0;
  readonly #counts = new Map<string, number>();

  /** `points`: those of a close in order; a cycle begins where the venue's time is moved to a multiple of `candleMs`. */
  constructor(venue: string, candleMs: number, points: readonly KillPoint[]) {
    this.#venue = venue;
    this.#candleMs = candleMs;
    this.#points = Map.groupBy(points, ({ close }) => close);
    const handler = (request: Request) => this.#pass(request);
    this.#server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => undefined }, handler);
  }

  /** Where it listens. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  /** Ends it. */
  async close(): Promise<void> {
    await this.#server.shutdown();
  }

  async #pass(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const body = await request.text();
    const told: Told | null = body === "" ? null : JSON.parse(body);
    const isFirst = this.#close === 0;
    const arrival = this.#count(nameOf(pathname, told), told?.until);
    if (isFirst && arrival.close > 0) await this.onFirstCycle();
    const { method } = request;
    const headers = { "content-type": request.headers.get("content-type") ?? "application/json" };
    if (this.#kills(arrival, "before")) return GONE();
    this.orders.push(...(told?.action?.orders ?? []).map(({ c }) => c ?? "none"));
    const answer = await fetch(
      `${this.#venue}${pathname}${search}`,
      method === "GET" ? { method } : { method, headers, body },
    );
    const bytes = await answer.arrayBuffer();
    if (this.#kills(arrival, "after")) return GONE();
    return new Response(bytes, { status: answer.status, headers: { "content-type": "application/json" } });
  }

  #count(name: string, until: number | undefined): Arrival {
    if (until !== undefined && until % this.#candleMs === 0 && until > this.#close) {
      this.#close = until;
      this.#counts.clear();
    }
    const nth = this.#counts.get(name) ?? 0;
    this.#counts.set(name, nth + 1);
    const arrival = { close: this.#close, name, nth };
    this.arrivals.push(arrival);
    return arrival;
  }

  #kills({ close, nth, name }: Arrival, phase: Phase): boolean {
    const [point] = this.#points.get(close) ?? [];
    if (point === undefined || point.phase !== phase || point.name !== name) return false;
    if (point.nth !== null && point.nth !== nth) return false;
    this.killed.push(this.#points.get(close)!.shift()!);
    this.kill();
    return true;
  }
}

/** Nobody is there to read it. */
const GONE = (): Response => new Response(null, { status: 503 });
