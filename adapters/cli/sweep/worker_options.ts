/** What `worker` was asked to do. */

import { UsageError } from "../errors.ts";
import { FlagReader, type RawFlags } from "../flag_reader.ts";
import { type CommandHelp, DEBUG, PERMISSIONS_NOTE } from "../help.ts";
import { QUEUE_FLAGS, type QueueChoice, readQueue } from "./queue_flags.ts";

/** What `worker` was asked to do. */
export interface WorkerOptions {
  readonly queue: QueueChoice;
  readonly cores: number | null;
  readonly debug: boolean;
}

const WORKER = "worker";

/** The help of `worker`. */
export function workerHelp(): CommandHelp {
  return {
    name: WORKER,
    summary: "play runs of sweeps that other machines put on a queue",
    description:
      "Takes runs off a queue, plays them on all cores, and sends back what came of them, until Ctrl-C: then the\n" +
      "runs in hand come to their end first. Candles, agents, prompts and recorded answers are fetched once,\n" +
      "by their hash, into .cache. Runs of another code revision are refused.",
    flags: [...QUEUE_FLAGS, {
      flags: "--cores <number>",
      text: "how many runs at a time; default: all cores",
    }, DEBUG],
    after: `
Examples:
  nats-server -js -sd /var/lib/reprise-queue
  deno task worker --queue nats://10.0.0.5:4222
  deno task sweep SPEC.json --queue nats://10.0.0.5:4222
${PERMISSIONS_NOTE}`,
  };
}

/** Checks the flags of `worker`. */
export function readWorkerOptions(flags: RawFlags): WorkerOptions {
  const reader = new FlagReader(WORKER, flags);
  if (!reader.has("queue")) {
    throw new UsageError("--queue is not given; wanted one like nats://host:4222", WORKER);
  }
  return {
    queue: readQueue(reader),
    cores: reader.has("cores") ? reader.wholeNumber("cores", 1) : null,
    debug: reader.isOn("debug"),
  };
}
