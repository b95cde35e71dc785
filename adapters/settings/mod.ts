/**
 * What the user settles in files and environment.
 * @module
 */
export { alertHost, type AlertSettings, alertSettings, readAlertSettings } from "./alert_settings.ts";
export { loadProfile } from "./load_profile.ts";
export { type LaunchPlan, launchPlan } from "./launch_plan.ts";
export { modelHost } from "./model_host.ts";
export { type ModelSettings, modelSettings } from "./model_settings.ts";
export { type AskedModel, type ModelTerms, modelTerms, readRecordedPrompt } from "./model_terms.ts";
export { ModelsTable } from "./models_table.ts";
export {
  KEY_VARIABLES,
  type KeySources,
  readKeySources,
  readPrivateKey,
  type SecretFile,
} from "./private_key.ts";
export { type AskedTerms, type RunTerms, runTerms } from "./run_terms.ts";
export { SettingsError } from "./settings_error.ts";
export { ACCOUNT_VARIABLE, readTradingKeys, type TradingKeys } from "./trading_terms.ts";
export {
  readVariables,
  type VariableName,
  variableNames,
  type Variables,
  type VariableSources,
} from "./variables.ts";
