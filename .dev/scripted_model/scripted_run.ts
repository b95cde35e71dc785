/** A backtest of the shipped market at 4h that the scripted model decides, composed as the program composes it. */
import { loadInstruments, NO_CACHE, openMarket } from "../../adapters/candle_store/mod.ts";
import { modelTerms } from "../../adapters/settings/mod.ts";
import {
  type BacktestResult,
  type LlmPlayer,
  llmPlayer,
  planBacktest,
  playBacktest,
} from "../../backtest/mod.ts";
import {
  type CassetteStore,
  type Clock,
  type Diary,
  intervalsOf,
  type ModelPrice,
  RISK_PROFILES,
} from "../../engine/mod.ts";

/** Who answers, and where answers are kept: as in the parts of an LLM player. */
type Answering = Pick<Parameters<typeof llmPlayer>[0], "answers" | "model"> & {
  readonly cassettes: CassetteStore;
};

const INTERVAL = "4h";
const ASSETS = ["BTC", "ETH", "SOL"];
const FIXTURES = new URL("../../fixtures", import.meta.url).pathname;
const REPLAY = { name: null, answers: "replay", prompt: null, table: null, cap: null, blind: false } as const;

/** The shipped market and the scripted model's terms over one period: read once, run as often as is wanted. */
export class ScriptedRun {
  readonly #range: { readonly from: number; readonly until: number };
  readonly #instruments = loadInstruments(`${FIXTURES}/instruments.json`).filter(({ symbol }) =>
    ASSETS.includes(symbol)
  );
  readonly #profile = RISK_PROFILES.get("conservative")!;
  readonly #terms = modelTerms(REPLAY, `${FIXTURES}/models.json`);
  readonly #loaded: ReturnType<typeof openMarket>;

  constructor(range: { readonly from: number; readonly until: number }) {
    this.#range = range;
    const request = { data: null, source: null, skipBadRows: false, funding: "on" } as const;
    const { agent } = this.#player({ answers: "replay", model: null, cassettes: null as never });
    this.#loaded = openMarket({
      ...{ ...request, ...range, instruments: this.#instruments, interval: INTERVAL },
      ...{ store: `${FIXTURES}/none`, fixtures: FIXTURES },
    }, { alsoIntervals: intervalsOf(agent, INTERVAL), cache: NO_CACHE });
  }

  /** What the scripted model's tokens cost, by the shipped table. */
  get price(): ModelPrice | null {
    return this.#terms.price;
  }

  /** Runs it into a diary, resampling included. */
  async play(answering: Answering, kept: Diary): Promise<BacktestResult> {
    const player = this.#player(answering);
    const choice = {
      ...{ interval: INTERVAL, capitalUsd: 10_000, seed: 1, detail: "trades", funding: "on" } as const,
      ...{ agent: player.agent, chosen: this.#profile, instruments: this.#instruments, model: player.model },
    };
    const outside = () => new Error("the shipped market is too short");
    const plan = planBacktest(choice, this.#loaded, { ...this.#range, outside });
    const signal = new AbortController().signal;
    const parts = { ...plan, chatModel: (clock: Clock) => player.chatModel(".", clock) };
    return await playBacktest({ agent: player.agent, isolate: null }, parts, { signal, kept });
  }

  #player({ answers, model, cassettes }: Answering): LlmPlayer {
    const { choice, card, remedies } = this.#terms;
    return llmPlayer({
      agent: { choice, instruments: this.#instruments, interval: INTERVAL, profile: this.#profile },
      ...{ answers, model, card, remedies, cap: null, latency: 1 },
      cassettes: () => cassettes,
    });
  }
}
