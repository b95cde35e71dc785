/**
 * What the user settles in files and environment.
 * @module
 */
export { type AlertSettings, readAlertSettings } from "./alert_settings.ts";
export { type LaunchPlan, launchPlan } from "./launch_plan.ts";
export type { ModelSettings } from "./model_settings.ts";
export { type AskedModel, type ModelTerms, modelTerms, readRecordedPrompt } from "./model_terms.ts";
export { KEY_VARIABLES, type KeySources, type SecretFile } from "./private_key.ts";
export { type AskedTerms, type RunTerms, runTerms } from "./run_terms.ts";
export { SettingsError } from "./settings_error.ts";
export { readTradingKeys, type TradingKeys } from "./trading_terms.ts";
export { type VariableName, variableNames, type Variables, type VariableSources } from "./variables.ts";
