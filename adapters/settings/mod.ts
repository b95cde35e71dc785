/**
 * What the user settles in files and environment.
 * @module
 */
export { loadProfile } from "./load_profile.ts";
export { modelHost, type ModelSettings, modelSettings } from "./model_settings.ts";
export { SettingsError } from "./settings_error.ts";
export {
  readVariables,
  type VariableName,
  variableNames,
  type Variables,
  type VariableSources,
} from "./variables.ts";
