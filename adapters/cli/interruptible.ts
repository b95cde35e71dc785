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
