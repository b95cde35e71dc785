/**
 * What a run saw of the world: kept while it goes, and played again where it goes on.
 * @module
 */
export { ContinuedDiary } from "./continued_diary.ts";
export { SeenChatModel } from "./seen_chat_model.ts";
export { SeenClock } from "./seen_clock.ts";
export {
  playSeen,
  type SeenRun,
  type SeenSurroundings,
  type SeenWatch,
  type SeenWorld,
} from "./play_seen.ts";
export { SeenExchange, type SeenExchangeTerms } from "./seen_exchange.ts";
export { SeenCommands } from "./seen_commands.ts";
export { type LeftCycle, SeenError, SeenTape } from "./seen_tape.ts";
export { SeenMarketData } from "./seen_market_data.ts";
export { type SeenAsset, seenMarket } from "./seen_market.ts";
