/** Does something that Ctrl-C asks to come to its end: the signal is aborted then, and the process goes on. */
export async function interruptible<Result>(
  action: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort();
  Deno.addSignalListener("SIGINT", stop);
  try {
    return await action(interrupt.signal);
  } finally {
    Deno.removeSignalListener("SIGINT", stop);
  }
}

/** Resolves when Ctrl-C is pressed, or the process is asked to end. */
export async function interrupted(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const signals: readonly Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  for (const signal of signals) Deno.addSignalListener(signal, resolve);
  await promise;
  for (const signal of signals) Deno.removeSignalListener(signal, resolve);
}
