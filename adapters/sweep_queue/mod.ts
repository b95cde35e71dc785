/**
 * Sweeps over many machines: runs on a work queue of NATS JetStream, files in its object store.
 * @module
 */
export { connectQueue, type QueueAddress } from "./connect_queue.ts";
export type { JobMessage, ResultMessage, ShippedFile } from "./messages.ts";
export { ObjectFiles, shipBytes, shipFile } from "./object_files.ts";
export { QueueError } from "./queue_error.ts";
export { openQueue, type Queue } from "./queue_layout.ts";
export { type QueuedSweep, QueuePool, type QueueWatch } from "./queue_pool.ts";
export { foreignRevisions, type TakenRun, takeRuns, type TakeWatch } from "./taken_runs.ts";
