import { SettingsError } from "./settings_error.ts";

/** Host and port of an address that was given for a flag. Throws a SettingsError for one that is none. */
export function hostOf(flag: string, address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    const wanted = "wanted an address like http://127.0.0.1:8900";
    throw new SettingsError(`--${flag} cannot be right; ${wanted}`, { usage: true });
  }
  return url.port === "" ? `${url.hostname}:${url.protocol === "https:" ? 443 : 80}` : url.host;
}
