import { type Agent, type Decided, hold, type Observation } from "../../../engine/mod.ts";
import bands from "./bands.ts";

/** Looks at its indicators in every cycle and finds nothing to do: what a cycle costs when nothing is done. */
export const idle: Agent = {
  name: "idle",
  needs: bands.needs,
  decide({ assets }: Observation): Decided {
    return {
      decisions: assets.map((view) => {
        const candles = view.on();
        const up = candles.series("ema9").last > candles.series("ema21").last;
        const calm = candles.series("rsi14").last > 0 && candles.series("atr14").last > 0;
        const inside = candles.closes.last < candles.series("bollinger20-2.upper").last;
        return hold(view.asset, up && calm && inside ? "nothing to do, rising" : "nothing to do");
      }),
    };
  },
};

/** Opens a position in one cycle and closes it in the next: one order in every cycle, an entry with its stop. */
export const busy: Agent = {
  name: "busy",
  needs: idle.needs,
  decide({ account, assets }: Observation): Decided {
    return {
      decisions: assets.map(({ asset, position }, index) => {
        if (index > 0) return hold(asset, "nothing to do");
        if (position !== null) return { asset, action: "close" as const, rationale: "in and out" };
        return {
          asset,
          action: "buy" as const,
          allocationUsd: account.equityUsd / 100,
          leverage: 1,
          rationale: "in and out",
        };
      }),
    };
  },
};
