/** Accounts that are kept over a restart, on the simulated exchange itself. */
import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import fc from "fast-check";
import { ExchangeDesk } from "../../adapters/venue/exchange/exchange_desk.ts";
import { OpeningsTold } from "../../adapters/venue/state/openings_told.ts";
import { standingsOf } from "../../adapters/venue/state/standings.ts";
import { stateHeader } from "../../adapters/venue/state/state_header.ts";
import { openState, type VenueState } from "../../adapters/venue/state/venue_state.ts";
import {
  actionOf,
  ADDRESSES,
  type Deed,
  END,
  flows,
  type OpenedWorld,
  openWorld,
  PLAIN,
  START,
  timed,
  type TimedFlow,
  toldBy,
  type WorldPlan,
  worldPlans,
} from "./random_flow.ts";

const HEADER = stateHeader({ files: [], assets: ["A0"], from: START, simulation: {} });

/** A venue that keeps its accounts in a file. */
interface KeptVenue extends OpenedWorld {
  readonly desk: ExchangeDesk;
  readonly state: VenueState | null;
}

/** Starts a venue; with a path its accounts are those of the file. */
async function start(plan: WorldPlan, path: string | null): Promise<KeptVenue> {
  const opened = openWorld(plan);
  const { clock, world } = opened;
  const state = path === null ? null : openState(path, HEADER);
  let isReplaying = true;
  const told = new OpeningsTold(world, (address) => isReplaying || state?.opened(address, clock.now()));
  const house = {
    ...{ world: told, now: () => clock.now(), wallNow: () => START, warn: () => {} },
    ...{ auth: "trust" as const, enforceLimits: false },
  };
  const desk = new ExchangeDesk(house, { accepted: (action) => state?.record(action) });
  await state?.replay({
    until: END,
    moveTo: async (time) => await clock.sleepUntil(time),
    open: (address) => Promise.resolve(void told.open(address)),
    perform: (action) => desk.replay(action),
    standings: () => standingsOf(world),
  }).catch(async (error) => {
    await state.close(null);
    throw error;
  });
  isReplaying = false;
  return { ...opened, world: told, desk, state };
}

/** Does a flow from its `first` deed on, with looks at everything at every `lookMs`. */
async function live(
  venue: KeptVenue,
  deeds: TimedFlow,
  lookMs: number,
): Promise<void> {
  const { clock, desk, state } = venue;
  for (const [time, deed] of deeds) {
    while (clock.now() + lookMs < time) {
      await clock.sleepUntil(clock.now() + lookMs);
      await toldBy(venue);
    }
    await clock.sleepUntil(time);
    state?.moved(time);
    const action = await actionOf(deed, venue, clock.now());
    if (action === null) continue;
    state?.record(action);
    await desk.replay(action);
  }
}

Deno.test("venue: accounts cut off at any moment and started again come out as if nothing had been", async () => {
  const path = Deno.makeTempFileSync();
  const cuts = fc.array(fc.record({ after: fc.nat(40), isKilled: fc.boolean() }), {
    minLength: 1,
    maxLength: 3,
  });
  let actions = 0;
  await fc.assert(
    fc.asyncProperty(worldPlans, flows, cuts, async (plan, flow, drawn) => {
      Deno.truncateSync(path);
      const deeds = timed(flow);
      const whole = await start(plan, null);
      await live(whole, deeds, 900_000);
      let done = 0;
      for (const { after, isKilled } of [...drawn, { after: Infinity, isKilled: true }]) {
        const venue = await start(plan, path);
        await live(venue, deeds.slice(done, done + after), Infinity);
        done += Math.min(after, deeds.length);
        const end = { time: venue.clock.now(), accounts: await standingsOf(venue.world) };
        await venue.state!.close(isKilled ? null : end);
      }
      const again = await start(plan, path);
      await again.state!.close(null);
      for (const venue of [whole, again]) await venue.clock.sleepUntil(END);
      deepStrictEqual(await toldBy(again), await toldBy(whole));
      for (const address of ADDRESSES) {
        actions += (await whole.world.find(address)?.historicalOrders(9))?.length ?? 0;
      }
    }),
    { numRuns: 120, seed: 1 },
  );
  ok(actions > 500, `only ${actions} orders were looked at`);
  Deno.removeSync(path);
});

Deno.test("venue: a state played again on another simulation is found out", async () => {
  const path = Deno.makeTempFileSync();
  const free = { ...PLAIN, simulation: { ...PLAIN.simulation, fees: "maker:0,taker:0" } };
  const dear = { ...PLAIN, simulation: { ...PLAIN.simulation, fees: "maker:0.01,taker:0.01" } };
  const order = { side: "buy", share: 1, away: 0, type: "ioc", reduceOnly: false } as const;
  const deed: Deed = { waitMs: 0, client: 0, asset: 0, do: "place", orders: [order], back: 0, isCross: true };
  const venue = await start(free, path);
  await live(venue, [[START + 60_000, deed]], Infinity);
  const accounts = await standingsOf(venue.world);
  deepStrictEqual(accounts[ADDRESSES[0]].fills, 1);
  await venue.state!.close({ time: venue.clock.now(), accounts });
  await rejects(() => start(dear, path), /played again, account 0xa+ has balanceUsd/);
  Deno.removeSync(path);
});

Deno.test("venue: nonces, agents and builders are known after a restart, and nothing that was signed is kept", async () => {
  const path = Deno.makeTempFileSync();
  const [master, agent, builder] = ADDRESSES;
  const names = { hyperliquidChain: "Testnet", signatureChainId: "0x66eee" };
  const approval = { ...names, type: "approveAgent", agentAddress: agent, agentName: "", nonce: START + 1 };
  const fee = { ...names, type: "approveBuilderFee", builder, maxFeeRate: "0.01%", nonce: START + 2 };
  const noop = { action: { type: "noop" }, nonce: START + 3 };
  const signature = { r: `0x${"5e".repeat(32)}`, s: `0x${"5e".repeat(32)}`, v: 27 };
  const send = async (
    { desk }: KeptVenue,
    body: Record<string, unknown>,
    account: string,
  ): Promise<string> => {
    const answer = await desk.handle({ ...body, signature }, { ip: "127.0.0.1", account });
    return JSON.stringify("json" in answer ? answer.json : answer.text);
  };
  const before = await start(PLAIN, path);
  for (const action of [approval, fee]) {
    ok((await send(before, { action, nonce: action.nonce }, master)).includes('"ok"'), action.type);
  }
  ok((await send(before, noop, agent)).includes('"ok"'));
  await before.state!.close(null);
  const after = await start(PLAIN, path);
  deepStrictEqual([...after.world.accounts.keys()], [master]);
  deepStrictEqual(after.desk.roles.masterOf(agent), master);
  deepStrictEqual(
    after.desk.roles.builderFee(master, builder),
    before.desk.roles.builderFee(master, builder),
  );
  ok(after.desk.roles.builderFee(master, builder) > 0);
  ok(/duplicate nonce/i.test(await send(after, noop, agent)));
  await after.state!.close(null);
  ok(!Deno.readTextFileSync(path).includes("5e5e"));
  Deno.removeSync(path);
});
