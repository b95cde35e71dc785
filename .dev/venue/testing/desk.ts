/**
 * An exchange desk in front of a small recorded market whose clocks stand where a test puts them.
 * @module
 */
import type { AcceptedAction } from "../../../adapters/venue/exchange/accepted_action.ts";
import { ExchangeDesk } from "../../../adapters/venue/exchange/exchange_desk.ts";
import type { WireAnswer } from "../../../adapters/venue/wire_answer.ts";
import { DEFAULT_SIMULATION, type RecordedVenueWorld, type SimulatedClock } from "../../../backtest/mod.ts";
import { type CandleRow, COIN, DIME, MINUTE, START } from "../../../backtest/testing/market.ts";
import { type HouseChoice, SmallHouse } from "./small_house.ts";

/** Where the wall's clock stands, ms: in 2026, two years after the market. */
export const WALL = 1_790_000_000_000;
/** Who sends, where nothing else is said. */
export const BOB = "0x00000000000000000000000000000000000b0b00";

/** A desk, what it stands on, and what it told. */
export interface TestDesk {
  readonly desk: ExchangeDesk;
  readonly world: RecordedVenueWorld;
  readonly clock: SimulatedClock;
  /** Tells and moves the time on the wall, and keeps the lines that a person was told. */
  readonly house: SmallHouse;
  readonly accepted: AcceptedAction[];
  readonly changed: string[];
  /** A body as it comes over the wire: as text and read again. */
  send(body: unknown, account?: string | null): Promise<WireAnswer>;
  /** An action of {@link BOB}'s that is believed; every one has a nonce of its own. */
  act(action: unknown): Promise<WireAnswer>;
}

/** How a desk differs from one that trusts and has no limits. */
export type DeskChoice = Pick<HouseChoice, "auth" | "enforceLimits">;

/** COIN and DIME at 100, for two hours; half an hour is gone. No slippage, no fees, 10,000 USD for everybody. */
export function testDesk(choice: DeskChoice = {}): TestDesk {
  const rows = Array.from({ length: 24 }, (_, index): CandleRow => [index * 5, 100, 101, 99, 100, 50]);
  const assets = [COIN, DIME].map((instrument) => ({ instrument, candles: { "5m": rows } }));
  const simulation = { ...DEFAULT_SIMULATION, slippage: "none", fees: "maker:0,taker:0" };
  const house = new SmallHouse(assets, { ...choice, now: START + 30 * MINUTE, wall: WALL, simulation });
  const { clock, world } = house;
  const told = { accepted: [] as AcceptedAction[], changed: [] as string[] };
  const desk = new ExchangeDesk(house, {
    accepted: (action) => told.accepted.push(action),
    changed: (address) => told.changed.push(address),
  });
  let nonce = WALL;
  const send = (body: unknown, account: string | null = null): Promise<WireAnswer> => {
    const text = JSON.stringify(body);
    return desk.handle(text === undefined ? undefined : JSON.parse(text), { ip: "127.0.0.1", account });
  };
  const act = (action: unknown): Promise<WireAnswer> => send({ action, nonce: ++nonce }, BOB);
  return { desk, world, clock, house, ...told, send, act };
}

/** The JSON of an answer as it goes over the wire; its status and text where it is no 200. */
export function wireText(answer: WireAnswer): string {
  if (answer.status !== 200) {
    return `${answer.status} ${"text" in answer ? answer.text : JSON.stringify(answer.json)}`;
  }
  return "json" in answer ? JSON.stringify(answer.json) : answer.text;
}
