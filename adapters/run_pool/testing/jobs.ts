import type { PlayJob } from "../messages.ts";

/** A job of the pool's tests: what it is told is what it does. */
export type TestJob =
  | { readonly does: "add"; readonly to: number }
  | { readonly does: "throw" | "break" | "wait" | "read-env" };

/** Adds to the first number of what is shared, throws, breaks its worker down, waits to be stopped, or reads the environment. */
export const playJob: PlayJob = async (given, { shared, signal, onProgress }) => {
  const job = given as TestJob;
  if (job.does === "add") {
    onProgress(0.5);
    return (shared as { readonly column: Float64Array }).column[0] + job.to;
  }
  if (job.does === "throw") throw new Error("no candles\nand more");
  if (job.does === "read-env") return Deno.env.get("HOME") ?? "";
  if (job.does === "break") {
    reportError(new Error("out of its mind"));
    return await new Promise(() => undefined);
  }
  onProgress(0.25);
  return await new Promise((resolve) => signal.addEventListener("abort", () => resolve("stopped")));
};

let jobs = 0;

/** Takes its time, and gives from when to when (ms of wall time), and how many jobs this thread has done. */
export const takeTime: PlayJob = async () => {
  const began = Date.now();
  await new Promise((resolve) => setTimeout(resolve, 20));
  return { began, ended: Date.now(), jobs: ++jobs };
};
