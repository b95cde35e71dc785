/** A webhook on loopback that remembers what it was told and answers as it is told to. */
export class HookServer implements AsyncDisposable {
  readonly bodies: Record<string, unknown>[] = [];
  readonly paths: string[] = [];
  /** When each came, ms. */
  readonly times: number[] = [];
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  /** `answer`: by how many came before. */
  constructor(
    answer: (count: number) => Response | Promise<Response> = () => new Response(null, { status: 204 }),
  ) {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => undefined },
      async (request) => {
        this.times.push(performance.now());
        this.paths.push(new URL(request.url).pathname + new URL(request.url).search);
        this.bodies.push(await request.json());
        return await answer(this.bodies.length - 1);
      },
    );
  }

  /** Its address, without a slash at the end. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  /** Waits until so many requests came, and no longer than `ms`. */
  async came(count: number, ms = 2_500): Promise<void> {
    for (let tries = 0; tries < ms / 5 && this.bodies.length < count; tries++) {
      await new Promise((go) => setTimeout(go, 5));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}
