/**
 * The inside of a worker of the pool: loads the composition once, then does one job after another with it.
 * @module
 */
import type { Answer, PlayJob, Told } from "./messages.ts";

const answer = (message: Answer): void => postMessage(message);
let playJob: PlayJob | null = null;
let shared: unknown = null;
let stopping = new AbortController();

addEventListener("message", (event) => {
  const { data } = event as MessageEvent<Told>;
  if (data.kind === "open") void open(data);
  else if (data.kind === "play") void play(data.job);
  else stopping.abort();
});

async function open({ module, does, shared: given }: Extract<Told, { kind: "open" }>): Promise<void> {
  try {
    playJob = (await import(module) as Record<string, PlayJob>)[does];
    shared = given;
    answer({ kind: "ready" });
  } catch (error) {
    answer({ kind: "failed", fault: firstLine(error) });
  }
}

async function play(job: unknown): Promise<void> {
  stopping = new AbortController();
  const onProgress = (share: number): void => answer({ kind: "progress", share });
  try {
    const result = await playJob!(job, { shared, signal: stopping.signal, onProgress });
    answer({ kind: "done", result });
  } catch (error) {
    answer({ kind: "failed", fault: firstLine(error) });
  }
}

/** What was thrown, in a line. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.split("\n")[0];
}

declare function postMessage(message: Answer): void;
