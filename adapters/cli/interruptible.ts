/** What asks a process to come to its end: Ctrl-C, and where there is one the polite signal of a supervisor. */
const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];

/**
 * Does something that Ctrl-C, SIGTERM or `also` asks to come to its end: the signal is aborted then, and the process goes
 * on.
 */
export async function interruptible<Result>(
  action: (signal: AbortSignal) => Promise<Result>,
  also?: AbortSignal,
): Promise<Result> {
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort();
  for (const signal of SIGNALS) Deno.addSignalListener(signal, stop);
  also?.addEventListener("abort", stop, { once: true });
  try {
    return await action(interrupt.signal);
  } finally {
    for (const signal of SIGNALS) Deno.removeSignalListener(signal, stop);
  }
}

/** Resolves when Ctrl-C is pressed, or the process is asked to end. */
export async function interrupted(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of SIGNALS) Deno.addSignalListener(signal, resolve);
  await promise;
  for (const signal of SIGNALS) Deno.removeSignalListener(signal, resolve);
}
