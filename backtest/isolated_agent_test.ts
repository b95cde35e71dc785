import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import {
  type Agent,
  type AgentTools,
  candleColumns,
  CandleWindow,
  chanceOf,
  type IsolateWatch,
  type Observation,
  shownCopy,
} from "../engine/mod.ts";
import { NoModel } from "./no_model.ts";
import { decideOnce, decidingAgent, isDecideJob } from "./isolated_agent.ts";

const HOUR = 3_600_000;
/** Of Bitcoin at 42 USD, without a candle. */
const OBSERVATION: Observation = shownCopy({
  ...{ close: HOUR, interval: "1h", held: [] },
  account: {
    ...{
      equityUsd: 1,
      balanceUsd: 1,
      freeUsd: 1,
      totalReturn: 0,
      positions: [],
      openOrders: [],
      sharpe: null,
    },
    ...{ activeTrades: [], decisions: [], fills: [], closedTrades: [] },
  },
  assets: [{
    ...{
      asset: "BTC",
      mark: 42,
      basisBps: 0,
      mid: 42,
      oracle: null,
      fundingHourly: null,
      fundingAnnualized: null,
    },
    ...{ openInterest: null, position: null, intervals: [] },
  }],
});

function toolsWith(history: AgentTools["history"]): AgentTools {
  return {
    ...{ memory: { count: 1 }, history, patienceMs: 5, model: new NoModel() },
    ...{ signal: new AbortController().signal, random: () => () => 0 },
  };
}

/** An isolate that only messages reach, with this agent. Each test has an agent of its own: it is created once. */
async function apartFrom(agent: Agent) {
  const { decideOnce: decide } = await import(`./isolated_agent.ts?${crypto.randomUUID()}`) as {
    decideOnce: typeof decideOnce;
  };
  const watches: IsolateWatch[] = [];
  const isolate = {
    run: async (job: unknown, watch: IsolateWatch) => {
      watches.push(watch);
      strictEqual(isDecideJob(job), true);
      const ask = async (question: unknown) => structuredClone(await watch.onAsk!(structuredClone(question)));
      const around = { signal: watch.signal, append: () => undefined, onCycle: () => undefined, ask };
      return structuredClone(await decide(() => agent, structuredClone(job) as never, around));
    },
  };
  const { decide: _, ...traits } = agent;
  return { apart: decidingAgent({ agent: traits, isolate }, 7), watches };
}

/** Minutes up to the close, and what was asked for, as they were asked. */
function lookedUp(asked: string[]): AgentTools["history"] {
  return {
    candles: async (asset, interval, count) => {
      await new Promise((resolve) => setTimeout(resolve, asset === "BTC" ? 5 : 0));
      asked.push(`${asset} ${interval} ${count}`);
      const columns = candleColumns(2);
      columns.time.set([0, HOUR]);
      columns.open.set([1, 2]);
      columns.close.set([2, 3]);
      return new CandleWindow(columns, HOUR, { start: 0, end: 2 });
    },
    funding: (asset, after) => {
      asked.push(`${asset} funding ${after}`);
      return asset === "XRP"
        ? Promise.reject(new Error("nobody knows"))
        : Promise.resolve({ times: [1], rates: [0.5] });
    },
  };
}

Deno.test("an agent apart is handed what one that decides here is: observation, memory, chance, history", async () => {
  const asked: string[] = [];
  const { apart, watches } = await apartFrom({
    name: "apart",
    needs: [],
    async decide({ assets, close }, { memory, random, history, model, signal }) {
      const [candles, funding] = await Promise.all([
        history.candles("BTC", "1h", 2),
        history.funding("ETH", 9),
      ]);
      const { status } = await model.ask(null!, signal);
      const seen = [
        candles.length,
        candles.time(1),
        candles.closeTime(1),
        candles.close(1),
        funding.rates[0],
        status,
      ];
      const rationale = JSON.stringify([
        memory,
        assets[0].mid,
        random("BTC")() === chanceOf(7, "BTC", close)(),
        seen,
      ]);
      return { decisions: [{ asset: "BTC", action: "hold", rationale }], memory: { count: 2 } };
    },
  });
  const { decisions: [{ rationale }], memory } = await apart.decide(OBSERVATION, toolsWith(lookedUp(asked)));
  deepStrictEqual(JSON.parse(rationale), [{ count: 1 }, 42, true, [2, HOUR, 2 * HOUR, 3, 0.5, "failed"]]);
  deepStrictEqual(memory, { count: 2 });
  // As they were asked, although the second would have been quicker.
  deepStrictEqual(asked, ["BTC 1h 2", "ETH funding 9"]);
  strictEqual(watches[0].limitMs, 60_000);
});

Deno.test("what an agent apart throws, and what it looks up in vain, is what one here would throw", async () => {
  const { apart } = await apartFrom({
    name: "fails",
    needs: [],
    decide: async (_, { history }) => ({ decisions: [], summary: String(await history.funding("XRP", 0)) }),
  });
  await rejects(
    async () => await apart.decide(OBSERVATION, toolsWith(lookedUp([]))),
    /^Error: nobody knows$/,
  );
});

Deno.test("an agent that decides here stays as it is", () => {
  const agent: Agent = { name: "here", needs: [], decide: () => ({ decisions: [] }) };
  strictEqual(decidingAgent({ agent, isolate: null }, 1), agent);
});
