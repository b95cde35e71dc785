/**
 * The dashboard: the runs in a folder as pages and as an API, and commands to the ones that run.
 * @module
 */
export { DashboardError } from "./dashboard_error.ts";
export type { DashboardTools, FoundFolder } from "./dashboard_tools.ts";
export { type DashboardOptions, startDashboard, type StartedDashboard } from "./start_dashboard.ts";
