/**
 * Alerts of a run to a webhook: generic JSON, Telegram, Discord.
 * @module
 */
export type { Alert, AlertedRun, AlertKind } from "./alert.ts";
export type { HookPace, HookParts } from "./alert_hook.ts";
export type { HookAddress, HookShape } from "./hook_message.ts";
export { tryHook } from "./try_hook.ts";
export { type AlertTerms, openAlerts, type RunAlerts } from "./run_alerts.ts";
