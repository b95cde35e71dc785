import type { JsonValue } from "../../../engine/mod.ts";

/** A request as the server saw it. */
export interface SeenRequest {
  readonly path: string;
  readonly headers: Headers;
  // deno-lint-ignore no-explicit-any -- tests look into it as deep as they like
  readonly body: any;
}

/** Answers one request; one that is given more than once repeats the last. */
export type StubReply = (request: SeenRequest) => Response | Promise<Response>;

/** A server on loopback that speaks chat completions, and misbehaves as it is told. */
export class StubServer {
  readonly seen: SeenRequest[] = [];
  /** Requests whose connection the client let go of before they were answered. */
  dropped = 0;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #ending = new AbortController();

  constructor(replies: readonly StubReply[]) {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => undefined },
      async (request) => {
        request.signal.addEventListener("abort", () => this.dropped++);
        const seen = {
          path: new URL(request.url).pathname,
          headers: request.headers,
          body: await request.json(),
        };
        this.seen.push(seen);
        const reply = replies[Math.min(this.seen.length, replies.length) - 1];
        return await Promise.race([reply(seen), this.#ended()]);
      },
    );
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.#server.addr.port}/v1`;
  }

  async close(): Promise<void> {
    this.#ending.abort();
    await this.#server.shutdown();
  }

  #ended(): Promise<Response> {
    return new Promise((resolve) => {
      this.#ending.signal.addEventListener("abort", () => resolve(new Response("", { status: 503 })));
    });
  }
}

/** Usage as OpenAI tells it. */
export const USAGE = {
  prompt_tokens: 1000,
  completion_tokens: 50,
  total_tokens: 1050,
  prompt_tokens_details: { cached_tokens: 800 },
};

/** A whole answer. */
export function says(content: JsonValue, more: { readonly [name: string]: JsonValue } = {}): StubReply {
  const { finish_reason = "stop", usage = USAGE, message = {}, ...rest } = more;
  const choice = { index: 0, message: { role: "assistant", content, ...message as object }, finish_reason };
  return sends(200, {
    id: "1",
    object: "chat.completion",
    model: "stub-1",
    choices: [choice],
    usage,
    ...rest,
  });
}

/** Any JSON with any status. */
export function sends(status: number, body: JsonValue, headers: Record<string, string> = {}): StubReply {
  return () => Response.json(body, { status, headers });
}

/** Any text under the name of JSON. */
export function sendsText(text: string): StubReply {
  return () => new Response(text, { headers: { "content-type": "application/json" } });
}

/** An error as OpenAI tells it. */
export function refuses(status: number, message: string, headers: Record<string, string> = {}): StubReply {
  return sends(status, { error: { message, type: "invalid_request_error", code: null } }, headers);
}

/** Never answers. */
export const hangs: StubReply = () => new Promise<Response>(() => undefined);

/** Sends the head and a byte of the body now and then, for ever. */
export const drips: StubReply = () => {
  let timer: ReturnType<typeof setInterval> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      timer = setInterval(() => controller.enqueue(new Uint8Array([32])), 5);
    },
    cancel() {
      clearInterval(timer);
    },
  });
  return new Response(body, { headers: { "content-type": "application/json" } });
};
