import type { Command, CommandOutcome } from "../../engine/mod.ts";
import { QueueError } from "./queue_error.ts";
import { QueueFolder } from "./queue_folder.ts";
import { isRunning } from "./run_lock.ts";

/** How often the answer is looked for, ms. */
const LOOK_MS = 50;

let lastNamed = 0;

/**
 * Gives a command to the run in this folder and waits for its answer, at most `waitMs`. Throws a QueueError where no process
 * runs it, where it was not taken in time (then it is withdrawn), and where it was taken and no answer came.
 */
export async function sendCommand(
  runFolder: string,
  command: Command,
  waitMs: number,
): Promise<CommandOutcome> {
  if (!isRunning(runFolder)) {
    throw new QueueError(
      `no process runs ${runFolder}, so there is nobody to do it; nothing was left behind`,
    );
  }
  const folder = QueueFolder.at(runFolder);
  const name = nextName();
  folder.write(name, "waiting", command);
  const until = performance.now() + waitMs;
  for (;;) {
    const answer = folder.answer(name);
    if (answer instanceof QueueError) throw answer;
    if (answer !== null) {
      folder.remove(name, "answered");
      return answer;
    }
    const isAlive = isRunning(runFolder);
    if (!isAlive || performance.now() >= until) {
      // It may have been answered in between: a run that stops answers last and ends.
      const late = folder.answer(name);
      if (late === null) throw giveUp(folder, name, { isAlive, waitMs });
      continue;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function giveUp(
  folder: QueueFolder,
  name: string,
  { isAlive, waitMs }: { readonly isAlive: boolean; readonly waitMs: number },
): QueueError {
  const when = isAlive ? `within ${waitMs / 1000} s` : "before it ended";
  if (folder.remove(name, "waiting")) {
    return new QueueError(`the run did not take it ${when}; it was withdrawn`);
  }
  return new QueueError(`the run took it and gave no answer ${when}; its diary tells what was done`);
}

/** Names sort by their time; of one process each is later than the one before, of two processes none are alike. */
function nextName(): string {
  lastNamed = Math.max(lastNamed + 1, Date.now());
  return `${String(lastNamed).padStart(15, "0")}-${crypto.randomUUID().slice(0, 8)}`;
}
