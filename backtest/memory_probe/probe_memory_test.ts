import assert from "node:assert/strict";
import {
  type ChatAnswer,
  type ChatModel,
  type ChatRequest,
  UnrecordedAnswer,
  UnusableModel,
} from "../../engine/mod.ts";
import { answerOf } from "../cassette/testing/memory_store.ts";
import { type CandleRow, COIN, DIME, drawnMarket, START } from "../testing/market.ts";
import { HeldSides } from "./held_sides.ts";
import { type MemoryProbe, probeMemory, type ProbeResult } from "./probe_memory.ts";

const DAY_MINUTES = 1440;
const DAYS = 60;
const CHOICE = {
  provider: "p",
  model: "m",
  parameters: { maxTokens: 9, temperature: null, reasoningEffort: null, options: {} },
};

/** The close of a day: rises on even days, falls on odd ones, and drifts up. */
function closeOf(day: number): number {
  return 100 + day + (day % 2 === 0 ? 0 : 5);
}

const ROWS = Array.from({ length: DAYS }, (_, day): CandleRow => {
  const [open, close] = [closeOf(Math.max(0, day - 1)), closeOf(day)];
  return [day * DAY_MINUTES, open, Math.max(open, close), Math.min(open, close), close];
});

/** The day (from 0) that a question is about. */
function dayIn(request: ChatRequest): number {
  const [, day] = /end of (\d{4}-\d\d-\d\d)/.exec(request.messages[1].text)!;
  return (Date.parse(day) - START) / 86_400_000;
}

async function probed(
  say: (day: number) => ChatAnswer,
  requests: ChatRequest[] = [],
  given: Pick<MemoryProbe, "held"> = {},
): Promise<ProbeResult> {
  const model: ChatModel = {
    ask: (request) => {
      requests.push(request);
      return Promise.resolve(say(dayIn(request)));
    },
  };
  const market = drawnMarket({ instrument: COIN, candles: { "1d": ROWS } }, {
    instrument: DIME,
    candles: { "1d": ROWS },
  });
  const until = START + DAYS * 86_400_000;
  return await probeMemory({
    choice: CHOICE,
    model,
    market,
    from: START,
    until,
    signal: new AbortController().signal,
    ...given,
  });
}

function tells(close: number | null, nextDay: string | null): ChatAnswer {
  return answerOf(`I think ${JSON.stringify({ close, nextDay })}`);
}

Deno.test("40 days, spread over the range, are asked of each asset; no figure of the market is in a question", async () => {
  const requests: ChatRequest[] = [];
  const { dates, questions } = await probed(() => tells(null, null), requests);
  assert.deepEqual([dates, questions, requests.length], [40, 80, 80]);
  const days = [...new Set(requests.map(dayIn))];
  assert.deepEqual([days.length, days[0], days.at(-1)], [40, 0, DAYS - 2]);
  for (const { messages } of requests) {
    assert.doesNotMatch(messages.map(({ text }) => text).join(), /\b1\d\d\b(?!-)/);
  }
});

Deno.test("a model that remembers everything hits everything", async () => {
  const result = await probed((day) => tells(closeOf(day), closeOf(day + 1) > closeOf(day) ? "up" : "down"));
  assert.deepEqual([result.closes.hits, result.directions.hits, result.refused], [80, 80, 0]);
  assert.ok(Math.abs(result.correlation! - 1) < 1e-9 && result.closes.interval!.low > 0.95);
  assert.ok(Math.abs(result.costUsd! - 0.8) < 1e-9);
});

Deno.test("1 % off is a hit, more is none; nulls and nonsense are refusals", async () => {
  const near = await probed((day) => tells(closeOf(day) * 1.0099, null));
  assert.deepEqual([near.closes.hits, near.directions.asked, near.directions.interval], [80, 0, null]);
  const far = await probed((day) => tells(closeOf(day) * 1.011, "up"));
  assert.deepEqual([far.closes.hits, far.closes.asked], [0, 80]);
  assert.ok(far.directions.hits > 30 && far.directions.hits < 50);
  const odd = await probed((day) => day % 2 === 0 ? answerOf("I do not know") : tells(null, null));
  assert.deepEqual([odd.refused, odd.closes.asked, odd.correlation], [80, 0, null]);
});

Deno.test("an answer that is not recorded ends it", async () => {
  await assert.rejects(
    probed(() => ({ status: "unrecorded", reason: "none" })),
    new UnrecordedAnswer("none"),
  );
});

Deno.test("a model that cannot be asked ends it", async () => {
  for (const status of ["unusable", "abandoned"] as const) {
    await assert.rejects(probed(() => ({ status, reason: "a wrong key" })), new UnusableModel("a wrong key"));
  }
});

Deno.test("an interrupted probe tells what was asked, and counts nothing else as forgotten", async () => {
  let left = 7;
  const result = await probed((day) => left-- > 0 ? tells(closeOf(day), null) : { status: "aborted" });
  assert.deepEqual([result.interrupted, result.questions, result.refused, result.dates], [true, 7, 0, 7]);
});

Deno.test("a run beside it: what it held at the end of each day it covers, less what the model remembers", async () => {
  const day = 86_400_000;
  const isUp = (at: number): boolean => closeOf(at + 1) > closeOf(at);
  const say = (at: number): ChatAnswer => tells(null, isUp(at) ? "up" : "down");
  // Long over the days that rise, of the first coin only, from the 10th to the 30th.
  const cycles = Array.from({ length: 21 }, (_, index) => {
    const at = 10 + index;
    const side = isUp(at) ? "buy" : "sell";
    const rest = { kind: "fill", time: 0, price: 1, feeUsd: 0, realizedPnlUsd: 0 } as const;
    const fill = {
      ...rest,
      asset: COIN.symbol,
      side,
      size: 1,
      clientOrderId: null,
      liquidation: false,
    } as const;
    const trades = index === 0 || isUp(at) !== isUp(at - 1);
    const cycle = { kind: "cycle", close: START + (at + 1) * day, balanceUsd: 1, equityUsd: 1 } as const;
    return { ...cycle, ...(trades && (index > 0 || isUp(at)) && { fills: [fill] }) };
  });
  const { residual } = await probed(say, [], { held: new HeldSides(cycles) });
  const covered = (await probed(say)).questions / 2;
  assert.ok(residual!.moments > 20 && residual!.moments < covered, `${residual!.moments}`);
  assert.ok(residual!.before!.r > 0.5, `${residual!.before!.r}`);
  assert.ok(residual!.after!.r < residual!.before!.r);
  assert.equal((await probed(say)).residual, null);
});
