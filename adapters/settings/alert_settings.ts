import { oneOf, wrong } from "./model_host.ts";
import { readSources } from "./variable_sources.ts";
import { ALERT_VARIABLES, readVariables, type Variables } from "./variables.ts";

/** Where alerts go, and what is understood there. */
export interface AlertSettings {
  /** May hold a token: it is never printed. */
  readonly url: string;
  readonly shape: typeof SHAPES[number];
}

const SHAPES = ["generic", "telegram", "discord"] as const;
/** What is understood at an address whose shape is not said. */
const HOSTS: Readonly<Record<string, AlertSettings["shape"]>> = {
  "api.telegram.org": "telegram",
  "discord.com": "discord",
  "discordapp.com": "discord",
};
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * The webhook that is told; null: none is set. Throws a SettingsError for one that cannot be right, which never shows the
 * address.
 */
export function alertSettings(variables: Variables): AlertSettings | null {
  const { ALERT_WEBHOOK_URL: typed, ALERT_WEBHOOK_SHAPE: wanted } = variables;
  if (typed === undefined) {
    if (wanted === undefined) return null;
    throw wrong("ALERT_WEBHOOK_SHAPE", "ALERT_WEBHOOK_URL beside it");
  }
  const url = URL.canParse(typed) ? new URL(typed) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") {
    throw wrong("ALERT_WEBHOOK_URL", "an address like https://host/path, without user and password");
  }
  if (url.protocol === "http:" && !LOOPBACK.test(url.hostname)) {
    throw wrong(
      "ALERT_WEBHOOK_URL",
      "https: over http whoever is on the way reads it; http is for this machine alone",
    );
  }
  const shape = wanted === undefined
    ? HOSTS[url.hostname] ?? "generic"
    : oneOf("ALERT_WEBHOOK_SHAPE", wanted, SHAPES);
  if (shape === "telegram" && !(url.pathname.endsWith("/sendMessage") && url.searchParams.has("chat_id"))) {
    throw wrong("ALERT_WEBHOOK_URL", "https://api.telegram.org/bot…/sendMessage?chat_id=… for Telegram");
  }
  return { url: url.href, shape };
}

/** The host, with its port, that is told; null: none is set. */
export function alertHost(variables: Variables): string | null {
  const settings = alertSettings(variables);
  if (settings === null) return null;
  const url = new URL(settings.url);
  return url.port === "" ? `${url.hostname}:${url.protocol === "https:" ? 443 : 80}` : url.host;
}

/** The settings of this process, as {@link alertSettings}. */
export function readAlertSettings(): AlertSettings | null {
  return alertSettings(readVariables(ALERT_VARIABLES, readSources()));
}
