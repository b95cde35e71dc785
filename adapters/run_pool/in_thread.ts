import { RunPool, type RunPoolOptions } from "./run_pool.ts";

/** What a thread beside this one is made of. */
export type ThreadOptions = Omit<RunPoolOptions, "size">;

/**
 * Gives what does jobs on a thread of their own, one after another in the order they were given, while this thread goes on. The
 * thread ends with each job, and its memory with it. A job that fails throws an Error with the first line of its fault.
 */
export function inThread<Job, Result>(options: ThreadOptions): (job: Job) => Promise<Result> {
  const pool = new RunPool({ ...options, size: 1 });
  let before: Promise<unknown> = Promise.resolve();
  return (job) => {
    const result = before.then(() => played<Job, Result>(pool, job));
    before = Promise.allSettled([result]);
    return result;
  };
}

async function played<Job, Result>(pool: RunPool, job: Job): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  await pool.playAll([job], {
    signal: new AbortController().signal,
    onDone: (_, result) => resolve(result as Result),
    onFailed: (_, fault) => reject(new Error(fault)),
  });
  return await promise;
}
