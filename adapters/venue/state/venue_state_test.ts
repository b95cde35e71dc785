import { deepStrictEqual, ok, rejects, strictEqual, throws } from "node:assert/strict";
import { existsSync } from "node:fs";
import fc from "fast-check";
import type { AcceptedAction } from "../exchange/accepted_action.ts";
import { StateError } from "./state_error.ts";
import type { Standing, StateHeader } from "./state_line.ts";
import { openState, type Stage, type VenueState } from "./venue_state.ts";

const VENUE: StateHeader = { market: "0123456789abcdef", from: "2024-01-01T00:00:00.000Z", balance: 10_000 };
const ANN = `0x${"a".repeat(40)}`;
const BOB = `0x${"b".repeat(40)}`;
const START = 1_704_067_200_000;
const NEW: Standing = { balanceUsd: 10_000, equityUsd: 10_000, orders: 0, fills: 0, funding: 0 };
const LEVERAGE: AcceptedAction["action"] = {
  kind: "update-leverage",
  asset: "BTC",
  leverage: 5,
  isCross: true,
};
const ORDER: Extract<AcceptedAction["action"], { kind: "place" }> = {
  kind: "place",
  orders: [{
    ...{ asset: "BTC", side: "buy", size: 0.1, limitPrice: 42_000, reduceOnly: false, timeInForce: "gtc" },
    ...{ trigger: { kind: "stop", price: 41_999.5, isMarket: true }, clientOrderId: null },
  }],
  grouping: "single",
};

/** Runs something on a path in a temporary folder. */
async function withFile(use: (path: string) => void | Promise<void>): Promise<void> {
  const folder = Deno.makeTempDirSync();
  try {
    await use(`${folder}/accounts.jsonl`);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** A stage that notes what is done on it. */
class NotedStage implements Stage {
  until = START + 1_000_000;
  readonly done: unknown[] = [];
  accounts: Record<string, Standing> = {};

  moveTo(time: number): Promise<void> {
    this.done.push(time);
    return Promise.resolve();
  }

  open(address: string): Promise<void> {
    this.done.push(`open ${address}`);
    this.accounts[address] = NEW;
    return Promise.resolve();
  }

  perform(action: AcceptedAction): Promise<void> {
    this.done.push(action);
    return Promise.resolve();
  }

  standings(): Promise<Record<string, Standing>> {
    return Promise.resolve(this.accounts);
  }
}

function accepted(nonce: number, action: AcceptedAction["action"] = ORDER): AcceptedAction {
  return { address: ANN, time: START + nonce, nonce, signer: BOB, action };
}

async function replayed(
  path: string,
): Promise<{ readonly done: unknown[]; readonly torn: VenueState["torn"] }> {
  const state = openState(path, VENUE);
  try {
    const stage = new NotedStage();
    await state.replay(stage);
    return { done: stage.done, torn: state.torn };
  } finally {
    await state.close(null);
  }
}

/** A state with an account and two actions, whose venue was killed. */
async function writeSample(path: string): Promise<void> {
  const state = openState(path, VENUE);
  state.opened(ANN, START);
  state.record(accepted(1, LEVERAGE));
  state.record(accepted(2));
  await state.close(null);
}

const SAMPLE = [
  ...[START, `open ${ANN}`, START + 1, accepted(1, LEVERAGE)],
  ...[START + 2, accepted(2)],
];

Deno.test("a state gives back all that was told it, in order, over several starts", () =>
  withFile(async (path) => {
    await writeSample(path);
    const state = openState(path, VENUE);
    const stage = new NotedStage();
    deepStrictEqual(await state.replay(stage), { actions: 2, time: START + 2, dropped: null });
    deepStrictEqual(stage.done, SAMPLE);
    state.record(accepted(7));
    await state.close({ time: START + 9, accounts: { [ANN]: NEW } });
    deepStrictEqual((await replayed(path)).done, [...SAMPLE, START + 7, accepted(7), START + 9]);
  }));

Deno.test("a state has no field that was not asked for, so no signature gets in by chance", () =>
  withFile(async (path) => {
    const state = openState(path, VENUE);
    const leaking = { ...accepted(1), signature: { r: "0x5ec4e7" } };
    state.record(leaking);
    await state.close(null);
    ok(!Deno.readTextFileSync(path).includes("5ec4e7"));
  }));

Deno.test("the clock is written when it was not for a while", () =>
  withFile(async (path) => {
    const state = openState(path, VENUE);
    for (let second = 1; second < 1_000; second++) state.moved(START + second * 1_000);
    await state.close(null);
    deepStrictEqual((await replayed(path)).done, [START + 1_000]);
  }));

Deno.test("a time that somebody was told is written at once, each once", () =>
  withFile(async (path) => {
    const state = openState(path, VENUE);
    for (const second of [1, 2, 2, 3]) state.moved(START + second * 1_000, true);
    await state.close(null);
    deepStrictEqual((await replayed(path)).done, [1, 2, 3].map((second) => START + second * 1_000));
  }));

Deno.test("a state is on the disk's side as soon as it was told, and open for one venue only", () =>
  withFile(async (path) => {
    const state = openState(path, VENUE);
    state.record(accepted(1));
    strictEqual(Deno.readTextFileSync(path).split("\n").length, 3);
    throws(() => openState(path, VENUE), expected(/another venue keeps its accounts there/));
    await state.close(null);
  }));

Deno.test("cut at any byte, a state gives back its whole lines and names the torn one", () =>
  withFile(async (path) => {
    await writeSample(path);
    const bytes = Deno.readFileSync(path);
    const lines = new TextDecoder().decode(bytes).split("\n").slice(0, -1);
    const ends = lines.map((_, index) => lines.slice(0, index + 1).join("\n").length + 1);
    for (let length = 0; length <= bytes.length; length++) {
      Deno.writeFileSync(path, bytes.subarray(0, length));
      const whole = ends.filter((end) => end <= length).length;
      const { done, torn } = await replayed(path);
      deepStrictEqual(done, SAMPLE.slice(0, Math.max(0, whole - 1) * 2), `cut at ${length}`);
      const isTorn = length > 0 && !ends.includes(length);
      deepStrictEqual(torn, isTorn ? { line: whole + 1, bytes: length - (ends[whole - 1] ?? 0) } : null);
    }
  }));

Deno.test("what follows a torn line is whole", () =>
  withFile(async (path) => {
    await writeSample(path);
    for (const tail of ['{"kind":"acti', "\0\0\0\n", "{nothing}\n"]) {
      Deno.writeTextFileSync(path, tail, { append: true });
      const state = openState(path, VENUE);
      ok(state.torn !== null);
      const { dropped } = await state.replay(new NotedStage());
      ok(dropped!.includes(`line ${state.torn.line}: its ${state.torn.bytes} bytes were not written`));
      state.record(accepted(9));
      await state.close(null);
      const after = await replayed(path);
      strictEqual(after.torn, null);
      deepStrictEqual(after.done.at(-1), accepted(9));
    }
  }));

Deno.test("the state of another venue is refused with the field that differs, and left as it is", () =>
  withFile(async (path) => {
    await writeSample(path);
    const before = Deno.readTextFileSync(path);
    const rows: [changes: Record<string, string | number>, message: RegExp][] = [
      [{ balance: 5_000 }, /its balance is 10000, this one's is 5000/],
      [{ market: "other" }, /its market is 0123456789abcdef, this one's is other/],
      [{ fees: "tier:1" }, /its fees is not there, this one's is tier:1/],
    ];
    for (const [changes, message] of rows) {
      throws(() => openState(path, { ...VENUE, ...changes }), expected(message));
    }
    const { balance: _, ...less } = VENUE;
    throws(() => openState(path, less), expected(/its balance is 10000, this one's is not there/));
    strictEqual(Deno.readTextFileSync(path), before);
    // Nothing holds it still.
    await replayed(path);
  }));

Deno.test("a file that is no state is refused and left as it is", () =>
  withFile((path) => {
    const texts = ["hello", '{"a":1}\n', '{"kind":"venue-state","schema":1}\n', "\0\0\0"];
    for (const text of texts) {
      Deno.writeTextFileSync(path, text);
      throws(() => openState(path, VENUE), expected(/is no state of a venue/), text);
      strictEqual(Deno.readTextFileSync(path), text);
    }
    Deno.writeTextFileSync(path, '{"kind":"venue-state","schema":2,"venue":{}}\n');
    throws(() => openState(path, VENUE), expected(/has schema 2; this version reads 1/));
  }));

Deno.test("a damaged line is named, with what is wrong with it", () =>
  withFile(async (path) => {
    const rows: [from: string, to: string, message: RegExp][] = [
      ['"leverage":5', '"leverage":"5"', /line 3: field action.leverage: /],
      ['"kind":"action"', '"kind":"deed"', /line 3: field kind: /],
      ['"nonce":1,', '"nonce":1,"signature":"0x00",', /line 3: .*signature/],
      ['"nonce":1,', '"nonce":1 1,', /line 3: not JSON/],
      [`"time":${START}`, `"time":${START + 9}`, /line 3: its time \d+ lies before the line's above it/],
    ];
    for (const [from, to, message] of rows) {
      if (existsSync(path)) Deno.removeSync(path);
      await writeSample(path);
      const text = Deno.readTextFileSync(path);
      ok(text.includes(from));
      Deno.writeTextFileSync(path, text.replace(from, to));
      await rejects(() => replayed(path), expected(message));
    }
  }));

Deno.test("a state that goes on beyond the venue's end is refused", () =>
  withFile(async (path) => {
    await writeSample(path);
    const state = openState(path, VENUE);
    const stage = new NotedStage();
    stage.until = START + 1;
    const message =
      /line 4: its accounts have come to 2024-01-01T00:00:00.002Z, this venue ends at .*00.001Z/;
    await rejects(() => state.replay(stage), expected(message));
    await state.close(null);
  }));

Deno.test("what moves while a state is played again is not written again", () =>
  withFile(async (path) => {
    await writeSample(path);
    const before = Deno.readTextFileSync(path);
    const state = openState(path, VENUE);
    const stage = new NotedStage();
    stage.moveTo = (time) => Promise.resolve(state.moved(time));
    await state.replay(stage);
    await state.close(null);
    strictEqual(Deno.readTextFileSync(path), before);
  }));

Deno.test("an account that comes out otherwise than it stood is named", () =>
  withFile(async (path) => {
    const state = openState(path, VENUE);
    state.opened(ANN, START);
    await state.close({ time: START + 1, accounts: { [ANN]: { ...NEW, equityUsd: 10_000.5 } } });
    await rejects(() => replayed(path), expected(/account 0xa+ has equityUsd 10000, and had 10000.5/));
  }));

Deno.test("nothing is told to a state that was not played again", () =>
  withFile(async (path) => {
    await writeSample(path);
    const state = openState(path, VENUE);
    throws(() => state.record(accepted(3)), /has not been played again yet/);
    await state.close({ time: START + 9, accounts: {} });
    deepStrictEqual((await replayed(path)).done, SAMPLE);
  }));

Deno.test("a state that cannot be written says so", {
  ignore: Deno.build.os !== "linux",
}, () => {
  throws(
    () => openState("/dev/full", VENUE),
    expected(/cannot write the state \/dev\/full: No space left on device/),
  );
  throws(() => openState("/nowhere/at/all", VENUE), expected(/cannot open the state \/nowhere\/at\/all: /));
});

Deno.test("any numbers come back as they were", () =>
  fc.assert(
    fc.asyncProperty(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.maxSafeInteger(),
      fc.string({ unit: "binary" }),
      (price, micro, name) =>
        withFile(async (path) => {
          const actions: AcceptedAction["action"][] = [
            {
              kind: "modify",
              changes: [{ order: name, to: { ...ORDER.orders[0], limitPrice: price + 0 }, always: true }],
            },
            { kind: "update-isolated-margin", asset: name, micro: micro + 0 },
          ];
          const state = openState(path, VENUE);
          actions.forEach((action, index) => state.record(accepted(index, action)));
          await state.close(null);
          const { done } = await replayed(path);
          deepStrictEqual(done, actions.flatMap((action, index) => [START + index, accepted(index, action)]));
        }),
    ),
    { numRuns: 50, seed: 1 },
  ));

/** An expected failure with such a message, on one line. */
function expected(message: RegExp): (error: unknown) => boolean {
  return (error) => {
    ok(error instanceof StateError, String(error));
    ok(!error.message.includes("\n"));
    ok(message.test(error.message), error.message);
    return true;
  };
}
