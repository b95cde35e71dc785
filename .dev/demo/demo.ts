/** A venue on the shipped market, a live run on it that a scripted model decides, and the dashboard of both. */
import { ALERT_VARIABLES, DASHBOARD_VARIABLES, MARKET_VARIABLES } from "../../adapters/settings/variables.ts";
import { variableNames } from "../../adapters/settings/variables.ts";
import { KEY_VARIABLES } from "../../adapters/settings/private_key.ts";
import { SCRIPTED_MODEL, serveScriptedModel } from "../scripted_model/server.ts";
import { type DemoProcess, startCommand } from "./demo_process.ts";

/** What a demo is made of. */
export interface DemoOptions {
  /** How many times as fast as the wall's the market's time goes: at 4800 a candle of four hours takes three seconds. */
  readonly speed: number;
  /** Where the dashboard listens; 0: any port that is free. */
  readonly port: number;
}

/** A demo that runs. */
export interface Demo {
  readonly url: string;
  readonly token: string;
  /** Where its runs lie, as long as it runs. */
  readonly folder: string;
  /** Resolves with all it wrote where a part of it ends by itself. */
  readonly failed: Promise<string>;
  /** Ends all of it and leaves nothing behind. */
  stop(): Promise<void>;
}

/** Nothing that is set for real runs reaches the demo: no key, no hook, no other market. */
const UNSET = Object.fromEntries(
  [
    ...variableNames({ access: true }),
    ...MARKET_VARIABLES,
    ...ALERT_VARIABLES,
    ...DASHBOARD_VARIABLES,
    ...KEY_VARIABLES,
  ].map((name) => [name, ""]),
);

/** Starts all of it; resolves when the dashboard answers. */
export async function startDemo({ speed, port }: DemoOptions): Promise<Demo> {
  const folder = await Deno.makeTempDir({ prefix: "reprise-demo-" });
  const model = serveScriptedModel();
  const started: DemoProcess[] = [];
  const start = (words: readonly string[], env: Record<string, string> = {}): DemoProcess => {
    const process = startCommand(words, { ...UNSET, NO_COLOR: "1", ...env });
    started.push(process);
    return process;
  };
  const stop = async (): Promise<void> => {
    // The run first: it looks at the venue once more before it ends.
    for (const process of started.reverse()) await process.stop();
    await model.close();
    await Deno.remove(folder, { recursive: true });
  };
  try {
    const runs = ["--runs", `${folder}/runs`];
    const own = ["--from", "2024-01", "--port", "0", "--speed", String(speed), "--limits", "off"];
    const venue = start(["venue", ...own, "--runs", `${folder}/accounts`]);
    const [, address] = await venue.found(/http:\/\/(\S+)\/info/);
    const market = ["--hyperliquid", `http://${address}`, "--agent", "llm", "--interval", "4h"];
    const pages = ["--dashboard", "--dashboard-port", String(port), "--cassettes", `${folder}/cassettes`];
    const asked = { OPENAI_BASE_URL: model.baseUrl, LLM_MODEL: SCRIPTED_MODEL, LLM_PROVIDER: "scripted" };
    const live = start(["live", ...market, ...pages, ...runs], asked);
    const [, url, token] = await live.found(/dashboard: (http:\S+), token (\w+)/);
    const failed = Promise.race(started.map((one) => one.ended.then(() => one.log())));
    return { url, token, folder, failed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
