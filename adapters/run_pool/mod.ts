/**
 * Jobs on all cores: workers that each hold a whole composition, and columns that all of them share.
 * @module
 */
export type { JobWatch, PlayJob } from "./messages.ts";
export { inThread, type ThreadOptions } from "./in_thread.ts";
export { type PoolWatch, RunPool, type RunPoolOptions } from "./run_pool.ts";
export { withSharedColumns } from "./shared_columns.ts";
