import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Asker, NamedAsker } from "./asker.ts";
import type { SimDesk } from "./sim_desk.ts";
import { NO_UPGRADE, NOT_JSON, TOO_LONG, WRONG_TYPE } from "./status_wire.ts";
import type { HeadedAnswer, WireAnswer } from "./wire_answer.ts";

/** Who answers what. */
export interface VenueDesks {
  readonly info: { handle(body: unknown, from: Asker): Promise<WireAnswer> };
  readonly exchange: { handle(body: unknown, from: NamedAsker): Promise<WireAnswer> };
  readonly binance: { handle(url: URL, from: Asker): HeadedAnswer };
  readonly sim: SimDesk;
  /** Makes a request a socket of the venue's stream, or of Binance's. */
  upgrade(request: Request, stream: "hyperliquid" | "binance", from: NamedAsker): Response;
  /** Tells of what must not happen. */
  warn(line: string): void;
}

type Env = { Bindings: Asker };

const MOST_BYTES = 2 * 1024 * 1024;
const ANY_ORIGIN = { "access-control-allow-origin": "*" };
const JSON_TYPE = { ...ANY_ORIGIN, "content-type": "application/json" };
const TEXT_TYPE = { ...ANY_ORIGIN, "content-type": "text/plain; charset=utf-8" };

/** The venue's doors: Hyperliquid's `/info`, `/exchange` and `/ws`, Binance's, and the simulation's own. */
export function venueApp(desks: VenueDesks): Hono<Env> {
  const app = new Hono<Env>();
  app.use(bodyLimit({ maxSize: MOST_BYTES, onError: () => respond(TOO_LONG) }));
  app.post("/info", ({ req: { raw }, env }) => answerJson(raw, (body) => desks.info.handle(body, env)));
  app.post("/exchange", ({ req: { raw }, env }) => {
    return answerJson(raw, (body) => desks.exchange.handle(body, named(raw, env)));
  });
  app.on(["GET", "PUT", "DELETE", "PATCH"], ["/info", "/exchange"], () => empty(405));
  app.options("*", () => empty(200, PREFLIGHT));
  app.get(
    "/ws",
    ({ req: { raw }, env }) => upgraded(raw, () => desks.upgrade(raw, "hyperliquid", named(raw, env))),
  );
  app.on(
    "GET",
    ["/ws/*", "/stream", "/market/ws/*", "/market/stream", "/public/ws/*", "/public/stream"],
    ({ req: { raw }, env }) => upgraded(raw, () => desks.upgrade(raw, "binance", named(raw, env))),
  );
  app.on("GET", ["/api/v3/*", "/fapi/v1/*"], ({ req, env }) => {
    const { status, json, headers } = desks.binance.handle(new URL(req.url), env);
    return new Response(JSON.stringify(json), { status, headers: { ...JSON_TYPE, ...headers } });
  });
  addSimulation(app, desks);
  app.notFound(() => empty(404));
  app.onError((error, { req: { method, path } }) => {
    // The client has gone before all of its body had come: nothing of the venue's has failed.
    if (error instanceof Deno.errors.BadResource) return respond(NOT_JSON);
    desks.warn(`${method} ${path} failed: ${error.message}`);
    return respond({ status: 500, text: "Internal Server Error" });
  });
  return app;
}

function named({ headers }: Request, from: Asker): NamedAsker {
  return { ...from, account: headers.get("x-sim-account") };
}

function addSimulation(app: Hono<Env>, { sim }: VenueDesks): void {
  app.get("/healthz", () => respond({ status: 200, json: { status: "ok" } }));
  app.get("/sim/clock", () => respond(sim.clock()));
  app.post("/sim/advance", ({ req: { raw } }) => answerJson(raw, (body) => sim.advance(body)));
}

/** Reads a JSON body; what is none is refused in the venue's words. Source: exchange-rules 5.1. */
async function answerJson(
  request: Request,
  answer: (body: unknown) => Promise<WireAnswer>,
): Promise<Response> {
  if (!isJson(request.headers.get("content-type"))) return respond(WRONG_TYPE);
  const text = await request.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return respond(NOT_JSON);
  }
  return respond(await answer(body));
}

function isJson(type: string | null): boolean {
  const media = type?.split(";", 1)[0].trim().toLowerCase() ?? "";
  return media === "application/json" || /^application\/.+\+json$/.test(media);
}

function respond(answer: WireAnswer): Response {
  const { status } = answer;
  if ("text" in answer) return new Response(answer.text, { status, headers: TEXT_TYPE });
  return new Response(JSON.stringify(answer.json), { status, headers: JSON_TYPE });
}

const PREFLIGHT = {
  "access-control-allow-methods": "GET, POST, OPTIONS",
  "access-control-allow-headers": "content-type, x-sim-account",
};

function empty(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { ...ANY_ORIGIN, ...headers } });
}

function upgraded(request: Request, upgrade: () => Response): Response {
  if (request.headers.get("upgrade")?.toLowerCase() === "websocket") return upgrade();
  return respond(NO_UPGRADE);
}
