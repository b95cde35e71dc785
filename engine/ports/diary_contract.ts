import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type CycleEntry, DIARY_SCHEMA, type DiaryEntry } from "../model/diary_entry.ts";
import type { Diary } from "./diary.ts";

/** A fresh, empty diary under test. */
export interface DiaryUnderTest {
  readonly diary: Diary;
  /** What a reader finds of what was committed, checked against chain and schema. */
  entries(): Promise<readonly DiaryEntry[]>;
  dispose(): Promise<void>;
}

const CLOSE = 1_704_067_200_000;
const CLIENT_ORDER_ID = `0x${"0123456789abcdef".repeat(2)}`;
const RUN: DiaryEntry = { kind: "run", schema: DIARY_SCHEMA, key: "a key" };
const FILL = {
  kind: "fill",
  time: CLOSE + 60_000,
  asset: "BTC",
  side: "buy",
  size: 0.00123,
  price: 42_313.5,
  feeUsd: 0.023421,
  realizedPnlUsd: 0,
  clientOrderId: CLIENT_ORDER_ID,
  liquidation: false,
} as const;

/** What a diary of any kind must do; registers one test for each promise. */
export function diaryContract(name: string, make: () => Promise<DiaryUnderTest>): void {
  const promise = (what: string, check: (subject: DiaryUnderTest) => Promise<void>): void => {
    Deno.test(`${name}: ${what}`, async () => {
      const subject = await make();
      try {
        await check(subject);
      } finally {
        await subject.dispose();
      }
    });
  };
  promise("is empty at first", async ({ diary, entries }) => {
    await diary.commit();
    deepStrictEqual(await entries(), []);
  });
  promise("keeps every kind of entry, in order", ({ diary, entries }) => {
    return keeps([RUN, cycle(0), intent(1), outcome(1), fullCycle(1), cycle(2)], diary, entries);
  });
  promise("keeps what is appended after a commit", async ({ diary, entries }) => {
    await keeps([RUN, cycle(0)], diary, entries);
    diary.append(cycle(1));
    await diary.commit();
    await diary.commit();
    deepStrictEqual(await entries(), [RUN, cycle(0), cycle(1)]);
  });
  promise("keeps what is appended while a commit is under way", async ({ diary, entries }) => {
    diary.append(RUN);
    const first = diary.commit();
    diary.append(cycle(0));
    await Promise.all([first, diary.commit()]);
    deepStrictEqual(await entries(), [RUN, cycle(0)]);
  });
  promise("does not change what it was given, nor keeps a hold of it", async ({ diary, entries }) => {
    const memory = { count: 1 };
    diary.append(RUN);
    diary.append(Object.freeze({ ...cycle(0), memory }));
    memory.count = 2;
    await diary.commit();
    deepStrictEqual(await entries(), [RUN, { ...cycle(0), memory: { count: 1 } }]);
  });
  promise("keeps many entries", ({ diary, entries }) => {
    return keeps([RUN, ...Array.from({ length: 20_000 }, (_, index) => cycle(index))], diary, entries);
  });
  promise("keeps any text", ({ diary, entries }) => {
    return keeps([RUN, ...ODD_TEXTS.map((text, index) => saying(index, text))], diary, entries);
  });
  promise("keeps numbers to the last bit", ({ diary, entries }) => keepsNumbers(diary, entries));
  promise("leaves out a field that is undefined", async ({ diary, entries }) => {
    diary.append(RUN);
    diary.append({ ...cycle(0), summary: undefined });
    await diary.commit();
    deepStrictEqual(await entries(), [RUN, cycle(0)]);
  });
}

async function keeps(
  written: readonly DiaryEntry[],
  diary: Diary,
  entries: DiaryUnderTest["entries"],
): Promise<void> {
  for (const entry of written) diary.append(entry);
  await diary.commit();
  deepStrictEqual(await entries(), written);
}

async function keepsNumbers(diary: Diary, entries: DiaryUnderTest["entries"]): Promise<void> {
  const numbers = [...ODD_NUMBERS, ...scatteredDoubles(2000)];
  diary.append(RUN);
  numbers.forEach((equityUsd, index) => diary.append({ ...cycle(index), equityUsd }));
  await diary.commit();
  const read = await entries();
  strictEqual(read.length, numbers.length + 1);
  numbers.forEach((number, index) => {
    const entry = read[index + 1];
    ok(entry.kind === "cycle");
    // JSON knows no −0; nothing in a run tells it from 0.
    strictEqual(entry.equityUsd, number + 0);
  });
}

const ODD_NUMBERS: readonly number[] = [
  -0,
  0.1 + 0.2,
  5e-324,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.EPSILON,
  Number.MAX_SAFE_INTEGER,
  2 ** 53 + 2,
  1e21,
  1e-7,
  123_456_789.123_456_78,
];

/** Finite doubles of all sizes, the same ones each time. */
function scatteredDoubles(count: number): readonly number[] {
  const words = new Uint32Array(count * 2);
  words.forEach((_, index) => words[index] = Math.imul(index + 1, 0x9e3779b1) ^ (index << 7));
  return [...new Float64Array(words.buffer)].filter(Number.isFinite);
}

const ODD_TEXTS: readonly string[] = [
  "",
  "line\nfeed, carriage\rreturn, both\r\nand\ttab",
  "separators \u2028 and \u2029, next line \u0085",
  'quotes " and \\ and \\n and \\u0041',
  "nothing \u0000, bell \u0007, delete \u007f, mark \ufeff",
  "Zürich, 東京, مرحبا, שלום, e\u0301",
  "emoji 😀 👩‍👩‍👧 🇨🇭",
  "half a pair \ud83d, the other \ude00, the sign for unreadable \ufffd",
  '","hash":"' + "0".repeat(64) + '"}',
  "__proto__",
  "long ".repeat(200_000),
  "長い😀".repeat(100_000),
];

function cycle(index: number): CycleEntry {
  return { kind: "cycle", close: CLOSE + index * 900_000, balanceUsd: 10_000, equityUsd: 10_000 + index / 7 };
}

function saying(index: number, text: string): DiaryEntry {
  return { ...cycle(index), summary: text, memory: { [`key ${text.slice(0, 20)}`]: [text, null, true] } };
}

function intent(index: number): DiaryEntry {
  const leg = { clientOrderId: CLIENT_ORDER_ID, size: 0.5, reduceOnly: false } as const;
  return {
    kind: "intent",
    close: CLOSE + index * 900_000,
    origin: "agent",
    observationHash: "0123456789abcdef",
    decisions: [{ asset: "BTC", action: "buy", allocationUsd: 100, stop: null, rationale: "it rises" }],
    orders: [{
      asset: "BTC",
      purpose: "open",
      legs: [
        { ...leg, leg: "entry", side: "buy", limitPrice: 42_736, triggerPrice: null },
        { ...leg, leg: "stop", side: "sell", size: null, limitPrice: 37_321, triggerPrice: 41_467 },
      ],
      leverage: 2,
      exitPlan: "below the EMA",
    }],
    memory: { seen: [1, 2, { deep: "yes" }] },
  };
}

function outcome(index: number): DiaryEntry {
  const clientOrderId = CLIENT_ORDER_ID;
  return {
    kind: "outcome",
    close: CLOSE + index * 900_000,
    asset: "BTC",
    purpose: "open",
    legs: [
      { leg: "entry", clientOrderId, status: "accepted", filledSize: 0.5, price: 42_320 },
      { leg: "stop", clientOrderId, status: "rejected", reason: "no margin" },
      { leg: "target", clientOrderId, status: "unknown", reason: "no answer in 10 s" },
    ],
  };
}

function fullCycle(index: number): DiaryEntry {
  return {
    ...cycle(index),
    observationHash: "0123456789abcdef",
    decisionsHash: "fedcba9876543210",
    decisions: [{
      asset: "BTC",
      action: "buy",
      rationale: "it rises",
      outcome: "refused",
      refusal: { code: "margin", detail: "wanted 5000, allowed 4000" },
    }],
    fills: [FILL],
    faults: [{ step: "sync", on: "account", what: "timed out", done: "tried again" }],
    observation: { BTC: { closes: [1, 2, 3] } },
  };
}
