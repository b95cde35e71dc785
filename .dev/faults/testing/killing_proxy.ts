/** Stands between a program and a venue, and kills the program when a request arrives that it was not killed at before. */

/** When a program is killed: before the venue hears its request, or once it has answered. */
type Phase = "before" | "after";

/** What requests are known by: path, and what is asked or done. */
export function nameOf(path: string, body: string): string {
  const told = body === "" ? null : JSON.parse(body) as { type?: string; action?: { type: string } };
  const what = told?.action?.type ?? told?.type;
  return what === undefined ? path : `${path} ${what}`;
}

/** A venue's address that kills whoever asks it, once at each kind of request, before and after it is answered. */
export class KillingProxy {
  /** Where it killed: `before /exchange order`. */
  readonly killedAt: string[] = [];
  /** Every kind of request that came. */
  readonly asked = new Set<string>();
  /** What is killed; set for each life. */
  kill: () => void = () => undefined;
  readonly #venue: string;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  constructor(venue: string) {
    this.#venue = venue;
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
    const name = nameOf(pathname, body);
    this.asked.add(name);
    const { method } = request;
    const headers = { "content-type": request.headers.get("content-type") ?? "application/json" };
    const given = method === "GET" ? { method } : { method, headers, body };
    if (this.#isTime("before", name)) return gone();
    const answer = await fetch(`${this.#venue}${pathname}${search}`, given);
    const bytes = await answer.arrayBuffer();
    if (this.#isTime("after", name)) return gone();
    return new Response(bytes, { status: answer.status, headers: { "content-type": "application/json" } });
  }

  #isTime(phase: Phase, name: string): boolean {
    const point = `${phase} ${name}`;
    if (this.killedAt.includes(point)) return false;
    this.killedAt.push(point);
    this.kill();
    return true;
  }
}

/** Nobody is there to read it. */
function gone(): Response {
  return new Response(null, { status: 503 });
}
