import { type HookAddress, hookMessage } from "./hook_message.ts";
import { postMessage } from "./post_message.ts";

const TIMEOUT_MS = 5_000;
const NEVER: AbortSignal = new AbortController().signal;
const TEXT = "a test: alerts of a run arrive here";

/** Sends a hook one test alert, once; why it was not taken, or null. `now` is the time it is stamped with, ms. */
export async function tryHook(address: HookAddress, now: number): Promise<string | null> {
  const message = hookMessage(address, {
    run: { id: "check", mode: "live" },
    alerts: [{ kind: "command", time: now, asset: null, text: TEXT }],
    lost: 0,
  });
  const posted = await postMessage(message, { timeoutMs: TIMEOUT_MS, signal: NEVER });
  return posted.status === "sent" ? null : posted.why;
}
