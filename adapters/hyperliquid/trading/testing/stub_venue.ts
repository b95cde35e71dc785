/** What becomes of one request. */
export type StubAct =
  /** Answers JSON. */
  | { readonly json: unknown }
  /** Answers with a status and a text. */
  | { readonly status: number; readonly text: string }
  /** Never answers. */
  | "silence"
  /** Drops the connection without an answer. */
  | "drop";

/** A request as it came. */
export interface SeenRequest {
  readonly path: string;
  // deno-lint-ignore no-explicit-any -- tests look into it as deep as they like
  readonly body: any;
}

/**
 * A venue on loopback that does with each request as it is told: it speaks HTTP by itself, so that it can drop a
 * connection where a server would answer.
 */
export class StubVenue {
  readonly seen: SeenRequest[] = [];
  /** What connections ended with that were not answered to their end. */
  readonly cut: unknown[] = [];
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #act: (request: SeenRequest) => StubAct | Promise<StubAct>;
  readonly #open = new Set<Deno.Conn>();
  readonly #serving: Promise<unknown>;

  constructor(act: (request: SeenRequest) => StubAct | Promise<StubAct>) {
    this.#act = act;
    this.#serving = this.#serve();
  }

  /** Where it is. */
  get url(): string {
    return `http://127.0.0.1:${(this.#listener.addr as Deno.NetAddr).port}`;
  }

  /** What was sent to `/exchange`. */
  get actions(): readonly SeenRequest[] {
    return this.seen.filter(({ path }) => path === "/exchange");
  }

  /** Closes it with every connection. */
  async close(): Promise<void> {
    this.#listener.close();
    for (const connection of this.#open) this.#drop(connection);
    await this.#serving;
  }

  async #serve(): Promise<void> {
    const answering: Promise<void>[] = [];
    for await (const connection of this.#listener) answering.push(this.#answer(connection));
    await Promise.all(answering);
  }

  async #answer(connection: Deno.Conn): Promise<void> {
    this.#open.add(connection);
    try {
      const request = await readRequest(connection);
      if (request === null) return;
      this.seen.push(request);
      const act = await this.#act(request);
      if (act === "silence") await connection.read(new Uint8Array(1));
      else if (act !== "drop") await connection.write(new TextEncoder().encode(responseOf(act)));
    } catch (error) {
      this.cut.push(error);
    } finally {
      this.#drop(connection);
    }
  }

  #drop(connection: Deno.Conn): void {
    if (this.#open.delete(connection)) connection.close();
  }
}

async function readRequest(connection: Deno.Conn): Promise<SeenRequest | null> {
  const bytes = new Uint8Array(65_536);
  let text = "";
  for (;;) {
    const read = await connection.read(bytes);
    if (read === null) return null;
    text += new TextDecoder().decode(bytes.subarray(0, read));
    const [head, body] = text.split("\r\n\r\n");
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (body === undefined || body.length < length) continue;
    return { path: head.split(" ")[1], body: body === "" ? null : JSON.parse(body) };
  }
}

function responseOf(act: Exclude<StubAct, string>): string {
  const [status, type, body] = "json" in act
    ? [200, "application/json", JSON.stringify(act.json)]
    : [act.status, "text/plain", act.text];
  const head = `HTTP/1.1 ${status} Stub\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}\r\n`;
  return `${head}connection: close\r\n\r\n${body}`;
}
