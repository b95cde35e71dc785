import type { ChatModel } from "./chat_model.ts";
import type { Clock } from "./clock.ts";
import type { Commands } from "./commands.ts";
import type { Diary } from "./diary.ts";
import type { Exchange } from "./exchange.ts";
import type { MarketData } from "./market_data.ts";

/** The ports that orders go through. */
export type OrderPorts = Pick<Ports, "clock" | "exchange" | "diary">;

/** Everything an engine reaches the world through: a mode is one record of these. */
export interface Ports {
  readonly clock: Clock;
  readonly marketData: MarketData;
  readonly exchange: Exchange;
  readonly chatModel: ChatModel;
  readonly commands: Commands;
  readonly diary: Diary;
}
