import { type AnsweredPlayer, answering } from "./answering.ts";
import type { BacktestChoice } from "./backtest_settings.ts";
import type { RecordedMarket } from "./market/recorded_market.ts";
import { playBacktest } from "./play_backtest.ts";
import type { BacktestResult, BacktestWatch } from "./run_backtest.ts";
import type { RunRange } from "./run_range.ts";

/** Runs a backtest whose files lie in a folder: what a model newly answers is kept there too. */
export async function playInto(
  folder: string,
  run: {
    readonly player: AnsweredPlayer;
    readonly plan: RunRange & { readonly choice: BacktestChoice; readonly market: RecordedMarket };
  },
  watch: BacktestWatch,
): Promise<BacktestResult> {
  const { player, plan } = run;
  return await playBacktest(player, { ...plan, ...answering(player, folder) }, watch);
}
