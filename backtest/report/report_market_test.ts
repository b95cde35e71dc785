import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { AGENTS } from "../../engine/mod.ts";
import { playedRun } from "../replay/testing/played_run.ts";
import { reportMarket } from "./report_market.ts";

const { plan } = await playedRun();
const NEVER: AbortSignal = new AbortController().signal;
const drawn = (agent: string, { market = plan.market as typeof plan.market | undefined } = {}) =>
  reportMarket({ player: { agent: AGENTS.get(agent)! }, plan: { ...plan, market } }, NEVER);

Deno.test("the candles of the run's time are drawn, with buy and hold beside another agent", async () => {
  const { candles, benchmark } = (await drawn("trend"))!;
  const { rows } = candles.get("COIN")!;
  ok(rows[0][0] >= plan.from && rows.at(-1)![0] < plan.until, `${rows[0][0]} from ${plan.from}`);
  ok(rows.length > 50 && benchmark!.length > 10);
  strictEqual((await drawn("buy-and-hold"))!.benchmark, null);
});

Deno.test("what somebody stops has no benchmark", async () => {
  const parts = { player: { agent: AGENTS.get("trend")! }, plan };
  const stopped = await reportMarket(parts, AbortSignal.abort());
  deepStrictEqual([stopped!.benchmark, stopped!.candles.size], [null, 1]);
  strictEqual(await reportMarket({ ...parts, plan: { ...plan, market: undefined } }, NEVER), null);
});
