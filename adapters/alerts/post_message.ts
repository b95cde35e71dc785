import type { HookMessage } from "./hook_message.ts";
import { withoutSecrets } from "./without_secrets.ts";

/** What came of a request: it got through, it may get through later (after so long, where the hook says), or never. */
export type Posted =
  | { readonly status: "sent" }
  | { readonly status: "later"; readonly why: string; readonly afterMs: number | null }
  | { readonly status: "refused"; readonly why: string };

/** Sends one message. Never throws, and says why it failed without the address: that may hold a token. */
export async function postMessage(
  { url, body }: HookMessage,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<Posted> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      // The token in the address is for nobody else.
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    return await judged(response);
  } catch (error) {
    return { status: "later", why: whyFailed(error, timeoutMs), afterMs: null };
  }
}

async function judged(response: Response): Promise<Posted> {
  const { status, ok } = response;
  if (status === 429) {
    const afterMs = waitOf(response.headers.get("retry-after"), await response.text());
    return { status: "later", why: "it answered 429, too many requests", afterMs };
  }
  await response.body?.cancel();
  if (ok) return { status: "sent" };
  const why = `it answered ${status}`;
  return status >= 500 ? { status: "later", why, afterMs: null } : { status: "refused", why };
}

/** Seconds in the header; Discord's are in the body as `retry_after`, Telegram's there in `parameters`. */
function waitOf(header: string | null, body: string): number | null {
  const found = header ?? /"retry_after"\s*:\s*([\d.]+)/.exec(body)?.[1] ?? null;
  const seconds = found === null ? NaN : Number(found);
  return Number.isFinite(seconds) ? Math.ceil(seconds * 1000) : null;
}

function whyFailed(error: unknown, timeoutMs: number): string {
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return `no answer within ${timeoutMs / 1000} s`;
  }
  if (error instanceof Deno.errors.NotCapable) return "this process may not reach it";
  let inner = error;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  const words = inner instanceof Error ? inner.message : String(inner);
  const why = words.replace(/^error sending request for url \(.*?\): /, "").replace(/ \(os error \d+\)/, "");
  return withoutSecrets(why.replaceAll(/\w+:\/\/\S+/g, "its address")).slice(0, 200);
}
