/**
 * Agents from a file of the user's: read, loaded where nothing can be reached, and a template to begin with.
 * @module
 */
export { type AgentFile, findRecordedAgent, readAgentFile } from "./agent_file.ts";
export { KeptIsolates, type LentIsolate } from "./kept_isolates.ts";
export { type IsolateOptions, WorkerIsolate } from "./worker_isolate.ts";
export { writeTemplate } from "./write_template.ts";
