/** A served venue that is killed and started again: its accounts over HTTP, and their runs on disk. */
import assert from "node:assert/strict";
import { listRuns, verifyRun } from "../../adapters/jsonl_diary/mod.ts";
import { ADDRESS, startVenue, type VenueProcess } from "./venue_process.ts";

const HOUR_MS = 3_600_000;

/** Serves with the accounts in `folder/accounts.jsonl` and their runs in `folder/runs`. */
function keptVenue(folder: string): Promise<VenueProcess> {
  const flags = "--from 2024-01-02 --to 2024-01 --step --auth trust --limits off --state accounts.jsonl";
  return startVenue(flags.split(" "), { folder });
}

async function ask({ url }: VenueProcess, path: string, body: object): Promise<unknown> {
  const headers = { "content-type": "application/json", "x-sim-account": ADDRESS };
  const answer = await fetch(`${url}/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  assert.equal(answer.status, 200);
  return await answer.json();
}

/** All that an account's client can ask for. */
async function told(venue: VenueProcess): Promise<unknown> {
  const clock = await (await fetch(`${venue.url}/sim/clock`)).json();
  const types = ["clearinghouseState", "frontendOpenOrders", "historicalOrders", "userFills", "portfolio"];
  const answers = [];
  for (const type of types) answers.push(await ask(venue, "info", { type, user: ADDRESS }));
  answers.push(await ask(venue, "info", { type: "userFunding", user: ADDRESS, startTime: 0 }));
  return [clock, answers];
}

async function order(venue: VenueProcess, orders: readonly object[]): Promise<string> {
  const action = { type: "order", grouping: "na", orders };
  return JSON.stringify(await ask(venue, "exchange", { action, nonce: Date.now() }));
}

Deno.test("a venue that was killed goes on: the same answers, and a run that is whole", async () => {
  const folder = Deno.makeTempDirSync();
  const first = await keptVenue(folder);
  await first.advance({ ms: HOUR_MS });
  const entry = { a: 0, b: true, p: "60000", s: "0.05", r: false, t: { limit: { tif: "Ioc" } } };
  const resting = { ...entry, p: "20000", s: "0.1", t: { limit: { tif: "Gtc" } } };
  const stop = {
    ...entry,
    b: false,
    p: "30000",
    r: true,
    t: { trigger: { isMarket: true, triggerPx: "35000", tpsl: "sl" } },
  };
  assert.match(await order(first, [entry, resting, stop]), /filled.*resting.*resting/);
  await first.advance({ ms: 30.5 * HOUR_MS });
  const before = await told(first);
  await first.kill();

  Deno.writeTextFileSync(`${folder}/accounts.jsonl`, '{"kind":"acti', { append: true });
  const second = await keptVenue(folder);
  assert.deepEqual(await told(second), before);
  assert.match(second.log(), /its 13 bytes were not written/);
  await second.advance({ ms: HOUR_MS });
  assert.match(await order(second, [{ ...entry, b: false, p: "20000", r: true }]), /filled/);
  const { marginSummary } = await ask(second, "info", { type: "clearinghouseState", user: ADDRESS }) as {
    marginSummary: { accountValue: string };
  };
  assert.equal(await second.stop(), 0);

  const runs = listRuns(`${folder}/runs`).map((run) => ({ ...run, manifest: run.manifest! }));
  assert.equal(runs.length, 2);
  // The newest is first: it tells of both days, and the other one is as the crash left it.
  const [after, killed] = runs;
  assert.deepEqual(runs.map((run) => [run.manifest.status, verifyRun(run).ended]), [["finished", true], [
    "running",
    false,
  ]]);
  const { metrics, agent } = after.manifest;
  assert.equal(agent, "bot 0x1479…9325");
  assert.equal(metrics!.endEquityUsd, Number(marginSummary.accountValue));
  assert.deepEqual([metrics!.fills, metrics!.trades, metrics!.openPositions], [2, 1, 0]);
  const lines = (path: string) => Deno.readTextFileSync(path).split("\n").slice(0, 30);
  assert.deepEqual(lines(after.diaryPath), lines(killed.diaryPath));
  Deno.removeSync(folder, { recursive: true });
});
