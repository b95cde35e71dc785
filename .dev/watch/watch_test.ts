/** The second process beside a live run: what it does when that is killed, and that it does nothing while it lives. */

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { openTrading, type TradedAccount } from "../../adapters/hyperliquid/trading/mod.ts";
import { HookServer } from "../../adapters/alerts/testing/hook_server.ts";
import { readDiary, readManifest, runFolderAt } from "../../adapters/jsonl_diary/mod.ts";
import { PulseWriter } from "../../adapters/pulse/mod.ts";
import { type AccountState, NO_EVENTS } from "../../engine/mod.ts";
import { startVenue } from "../venue/venue_process.ts";
import { started } from "./started.ts";

/** A live run that bought BTC, was killed, and lost its stop. */
interface Killed {
  readonly folder: string;
  readonly id: string;
  readonly url: string;
  readonly trading: TradedAccount;
  account(): Promise<AccountState>;
  /** Starts a watch; its lines of JSON as they come. */
  watch(flags: string, env?: Record<string, string>): Watch;
}

interface Watch {
  readonly lines: { kind: string; alert: string | null; asset: string | null; text: string }[];
  /** Waits until something was said. */
  said(text: RegExp): Promise<void>;
  stop(): Promise<string>;
}

const FLAGS = ["--agent", "buy-and-hold", "--assets", "BTC", "--interval", "15m", "--json"];

Deno.test("watch: the run was killed with a naked position, which is closed and told; what is done stays done", () =>
  killedRun(async ({ folder, account, watch }) => {
    await using hook = new HookServer();
    const env = { ALERT_WEBHOOK_URL: hook.url };
    const watching = watch("--after 1s --every 1s", env);
    await watching.said(/closed at/);
    await watching.said(/the account is flat/);
    strictEqual(await watching.stop(), "");
    const [stale, closed, flat, ...rest] = watching.lines;
    match(stale.text, /^no sign of life of process \d+ for .*; its positions are looked after from here$/);
    match(closed.text, /^the long of 0\.\d+ BTC had no stop: closed at \d+$/);
    deepStrictEqual([closed.alert, closed.asset, flat.text, rest], [
      "naked",
      "BTC",
      "the account is flat",
      [],
    ]);
    deepStrictEqual((await account()).positions, []);
    const kinds = readDiary(`${folder}/watch.jsonl`).lines.map(({ entry }) => entry.kind);
    deepStrictEqual(kinds, ["run", "intent", "outcome"]);
    const told = JSON.stringify(hook.bodies);
    ok(told.includes("no sign of life") && told.includes("had no stop: closed"), told);
  }));

Deno.test("watch: while the run lives its naked position is its own business; when it stops it is not", () =>
  killedRun(async ({ folder, account, watch }) => {
    const parts = { folder, assets: ["BTC"], marks: () => [], warn: () => undefined, everyMs: 200 };
    const pulse = new PulseWriter(parts);
    const watching = watch("--after 3s --every 1s");
    await new Promise((go) => setTimeout(go, 5_000));
    deepStrictEqual(watching.lines, []);
    strictEqual((await account()).positions.length, 1);
    pulse[Symbol.dispose]();
    await watching.said(/closed at/);
    await watching.stop();
    deepStrictEqual((await account()).positions, []);
  }));

async function killedRun(use: (killed: Killed) => Promise<void>): Promise<void> {
  const place = await Deno.makeTempDir({ prefix: "reprise-watch-" });
  const range = ["--from", "2024-01-02", "--to", "2024-01", "--assets", "BTC"];
  const venue = await startVenue([...range, "--step", "--limits", "off", "--runs", "venue"], {
    folder: place,
  });
  try {
    const live = started(place, ["live", ...FLAGS, "--hyperliquid", venue.url, "--runs", "live"]);
    await untilBought(live);
    live.kill("SIGKILL");
    await live.status;
    const [{ name: id }] = [...Deno.readDirSync(`${place}/live`)];
    const folder = `${place}/live/${id}`;
    const { range: { from } } = readManifest(runFolderAt(folder));
    const { open } = await openTrading({ key: null, account: null, network: "testnet", baseUrl: venue.url });
    const trading = await open({ id, openedAt: from });
    const account = async () => (await trading.exchange.sync(NO_EVENTS)).account;
    await loseStops(trading, await account());
    const common = ["watch", id, "--runs", "live", "--hyperliquid", venue.url, "--json"];
    const watch = (flags: string, env = {}) =>
      watching(started(place, [...common, ...flags.split(" ")], env));
    await use({ folder, id, url: venue.url, trading, account, watch });
  } finally {
    await venue.stop();
    await Deno.remove(place, { recursive: true });
  }
}

async function loseStops(
  { exchange }: TradedAccount,
  { positions, openOrders }: AccountState,
): Promise<void> {
  strictEqual(positions.length, 1);
  const ids = openOrders.map(({ clientOrderId }) => clientOrderId!);
  deepStrictEqual((await exchange.cancel("BTC", ids)).map(({ status }) => status), ids.map(() => "accepted"));
}

async function untilBought({ stdout, stderr }: Deno.ChildProcess): Promise<void> {
  let text = "";
  for await (const part of stdout.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (/"kind":"cycle"[^\n]*"fills"[^]*"kind":"cycle"/.test(text)) break;
  }
  await stderr.cancel();
}

function watching(process: Deno.ChildProcess): Watch {
  const lines: Watch["lines"] = [];
  const reading = (async () => {
    let rest = "";
    for await (const part of process.stdout.pipeThrough(new TextDecoderStream())) {
      const whole = (rest + part).split("\n");
      rest = whole.pop()!;
      lines.push(...whole.map((line) => JSON.parse(line)));
    }
  })();
  const errors = new Response(process.stderr).text();
  return {
    lines,
    said: async (wanted) => {
      for (let tries = 0; tries < 600 && !lines.some(({ text }) => wanted.test(text)); tries++) {
        await new Promise((go) => setTimeout(go, 50));
      }
      ok(lines.some(({ text }) => wanted.test(text)), `${wanted} was not said: ${JSON.stringify(lines)}`);
    },
    stop: async () => {
      process.kill("SIGINT");
      await process.status;
      await reading;
      return await errors;
    },
  };
}
