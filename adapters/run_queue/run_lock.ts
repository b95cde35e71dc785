import { join } from "node:path";
import { QueueError, reasonOf } from "./queue_error.ts";

const LOCK = "run.lock";
const OWNER_ONLY = 0o600;
/** Whoever only asks whether the run is running holds the lock for a moment. */
const TRIES = 5;
const AGAIN_MS = 20;

/** The lock of a run's folder; it is let go of when it is closed, and when the process ends in any way. */
export interface RunLock extends Disposable {
  /** Lets another process run the run. */
  release(): void;
}

/** Takes the lock of a run's folder for this process. Throws a QueueError where another process has it. */
export async function lockRun(folder: string): Promise<RunLock> {
  return await take(join(folder, LOCK), { what: `run ${folder}`, does: "runs it" });
}

/** Takes the lock of an account for this process, among all runs in `root`. Throws a QueueError where another has it. */
export async function lockAccount(
  root: string,
  { network, account }: { readonly network: string; readonly account: string },
): Promise<RunLock> {
  Deno.mkdirSync(root, { recursive: true });
  const path = join(root, `${network}-${account}.lock`);
  return await take(path, { what: `trade ${account} on the ${network}`, does: "trades it" });
}

async function take(path: string, by: { readonly what: string; readonly does: string }): Promise<RunLock> {
  const file = open(path, true)!;
  for (let tries = 1; !file.tryLockSync(true); tries++) {
    if (tries === TRIES) {
      const holder = holderOf(path);
      file.close();
      const what = `cannot ${by.what}: another process${holder} ${by.does}`;
      throw new QueueError(`${what}; wanted it for this one alone`);
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
  file.truncateSync(0);
  file.writeSync(new TextEncoder().encode(`${Deno.pid}\n`));
  const release = (): void => file.close();
  return { release, [Symbol.dispose]: release };
}

/** Whether some process runs the run in this folder now. */
export function isRunning(folder: string): boolean {
  const file = open(join(folder, LOCK), false);
  if (file === null) return false;
  try {
    return !file.tryLockSync(true);
  } finally {
    file.close();
  }
}

/** Opens the lock file; null: there is none and none is to be made. */
function open(path: string, create: boolean): Deno.FsFile | null {
  try {
    // Whoever only asks may have no right to write.
    const rights = create ? { read: true, write: true, create, mode: OWNER_ONLY } : { read: true };
    return Deno.openSync(path, rights);
  } catch (error) {
    if (!create && error instanceof Deno.errors.NotFound) return null;
    throw new QueueError(`cannot open the lock ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

function holderOf(path: string): string {
  try {
    const pid = Deno.readTextFileSync(path).trim();
    return /^\d+$/.test(pid) ? ` (${pid})` : "";
  } catch {
    // Who holds it is not needed to say that somebody does.
    return "";
  }
}
