/**
 * The Commands port over files in a run's folder, and the lock that keeps a run to one process.
 * @module
 */
export { QueueError } from "./queue_error.ts";
export * from "./run_lock.ts";
export * from "./run_queue.ts";
export * from "./send_command.ts";
