/** The bot of the README, as it stands there, trades January in less than a minute. */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { startVenue } from "../venue/venue_process.ts";

const README = new URL("../../README.md", import.meta.url);
const CONFIG = new URL("./deno.json", import.meta.url);
const MOST_LINES = 30;

function botOf(readme: string): string {
  const [, bot] = /```js\n(import ccxt from "ccxt";\n.*?)```/s.exec(readme)!;
  return bot;
}

Deno.test("the bot of the README trades January 2024 within a minute, and is listed with its trades", async () => {
  const bot = botOf(await Deno.readTextFile(README));
  ok(bot.split("\n").length <= MOST_LINES, "it is short");
  const folder = await Deno.makeTempDir();
  const flags = ["--from", "2024-01", "--to", "2024-01", "--step", "--limits", "off"];
  const venue = await startVenue(flags, { folder });
  try {
    const script = `${folder}/bot.mjs`;
    await Deno.writeTextFile(script, bot.replace("http://127.0.0.1:8900", venue.url));
    const args = ["run", "-A", "--quiet", "--config", CONFIG.pathname, script];
    const began = performance.now();
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
    const seconds = (performance.now() - began) / 1e3;
    await venue.stop();
    strictEqual(code, 0, new TextDecoder().decode(stderr));
    ok(seconds < 60, `it took ${seconds} s`);
    strictEqual(/signs for mainnet/.test(venue.log()), false, "it signs for the testnet");
    const [{ name }] = Deno.readDirSync(`${folder}/runs`);
    const { agent, status, metrics } = JSON.parse(await Deno.readTextFile(`${folder}/runs/${name}/run.json`));
    deepStrictEqual([agent, status], ["bot 0x1479…9325", "finished"]);
    ok(metrics.trades > 10);
    strictEqual(new TextDecoder().decode(stdout), `balance: ${metrics.endEquityUsd}\n`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
