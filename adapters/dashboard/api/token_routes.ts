import type { Context, Hono } from "hono";
import type { AccessToken } from "../access/access_token.ts";
import type { Door } from "../access/door.ts";
import { refusal } from "./refusal.ts";
import { tokenBody } from "./schemas.ts";
import { bodyOf } from "./body_of.ts";

/** What the token is looked at with. */
export interface TokenRoutes {
  readonly door: Door;
  readonly token: Pick<AccessToken, "matches">;
  /** The name of the cookie; dashboards on several ports of a machine share its cookies. */
  readonly cookie: string;
}

const A_YEAR_S = 365 * 24 * 3600;

/** Takes the token once, and keeps it in a cookie that no script can read. */
export function addTokenRoutes(app: Hono, { door, token, cookie }: TokenRoutes): void {
  const set = (value: string, seconds: number): string =>
    `${cookie}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict`;
  app.get("/api/token", ({ json, req }) => json({ known: door.isKnown(req.raw.headers) }));
  app.post("/api/token", async (context: Context) => {
    const body = await bodyOf(context.req.raw, tokenBody);
    const isRight = "value" in body && token.matches(body.value.token.trim());
    if (!isRight) {
      await door.refuse();
      return refusal(401, "this is not the token; wanted the one that the terminal showed");
    }
    context.header("set-cookie", set(body.value.token.trim(), A_YEAR_S));
    return context.json({ known: true });
  });
  app.delete("/api/token", (context: Context) => {
    context.header("set-cookie", set("", 0));
    return context.json({ known: false });
  });
}
