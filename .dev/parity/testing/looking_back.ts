import { type AssetView, type Decision, defineAgent, ema, hold, macd } from "../../../engine/mod.ts";

/** An agent of one's own that uses all it is handed: series, chance, memory, candles and funding of the past. */
export default defineAgent({
  name: "looking-back",
  create: () => ({
    needs: [{ interval: "decision", indicators: [ema(10), macd(12, 26, 9)], values: 3 }],
    async decide(observation, { memory, random, history }) {
      const count = typeof memory === "number" ? memory : 0;
      const decisions = await Promise.all(observation.assets.map(decideOne));
      return {
        decisions,
        memory: count + 1,
        summary: `cycle ${count}, sharpe ${observation.account.sharpe()}`,
      };

      async function decideOne(view: AssetView): Promise<Decision> {
        const { asset, position } = view;
        const hours = await history.candles(asset, "1h", 4);
        const { rates } = await history.funding(asset, observation.close - 6 * 3_600_000);
        const paid = rates.reduce((sum, rate) => sum + rate, 0);
        const rise = hours.close(hours.length - 1) / hours.open(0) - 1;
        const rationale = `rose ${rise}, paid ${paid}, ${view.on().series("macd12-26-9").last}`;
        if (random(asset)() > 0.3) return hold(asset, rationale);
        if (position !== null) return { asset, action: "close", rationale };
        const isAbove = view.on().closes.last > view.on().series("ema10").at(1);
        const action = isAbove === rise > 0 ? "buy" : "sell";
        return { asset, action, allocationUsd: 500, leverage: 2, rationale };
      }
    },
  }),
});
