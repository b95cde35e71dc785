import type { Alert, AlertedRun } from "./alert.ts";
import { withoutSecrets } from "./without_secrets.ts";

/** What a webhook wants to be sent. */
export type HookShape = "generic" | "telegram" | "discord";

/** Where alerts go. The address may hold a token: it is never printed. */
export interface HookAddress {
  readonly url: string;
  readonly shape: HookShape;
}

/** What is told at once. */
export interface HookNews {
  readonly run: AlertedRun;
  readonly alerts: readonly Alert[];
  /** How many before these did not get through. */
  readonly lost: number;
}

/** One request to a webhook. */
export interface HookMessage {
  readonly url: string;
  readonly body: string;
}

/** Characters of a message at most. Source: Telegram Bot API, sendMessage (4096); Discord, execute webhook (2000). */
const LONGEST = { telegram: 4096, discord: 2000 } as const;

/** The request that tells the news, in the shape that the hook understands. Pure. */
export function hookMessage({ url, shape }: HookAddress, news: HookNews): HookMessage {
  const text = textOf(news);
  if (shape === "generic") {
    const { run, alerts, lost } = news;
    const told = alerts.map((alert) => ({ ...alert, text: withoutSecrets(alert.text) }));
    return {
      url,
      body: JSON.stringify({ source: "reprise", run: run.id, mode: run.mode, text, lost, alerts: told }),
    };
  }
  const cut = shortened(text, LONGEST[shape]);
  if (shape === "discord") {
    return { url, body: JSON.stringify({ content: cut, allowed_mentions: { parse: [] } }) };
  }
  const address = new URL(url);
  const asked = Object.fromEntries(address.searchParams);
  address.search = "";
  return { url: address.href, body: JSON.stringify({ ...asked, text: cut }) };
}

function textOf({ run, alerts, lost }: HookNews): string {
  const lines = alerts.map(({ kind, time, asset, text }) => {
    const at = new Date(time).toISOString().slice(0, 16).replace("T", " ");
    return `${at}Z ${kind}${asset === null ? "" : ` ${asset}`}: ${withoutSecrets(text)}`;
  });
  const before = lost === 0 ? [] : [`${lost} before these did not get through; see the diary`];
  return [`reprise ${run.id} · ${run.mode}`, ...before, ...lines].join("\n");
}

function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
