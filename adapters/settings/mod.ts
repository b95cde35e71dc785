/**
 * What the user settles in files and environment.
 * @module
 */
export { loadProfile, SettingsError } from "./load_profile.ts";
