import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { fillOf } from "../testing/accounts.ts";
import { MIDNIGHT } from "../testing/times.ts";
import { type DiaryEntry, REFUSAL_CODES } from "./diary_entry.ts";
import { diaryEntrySchema } from "./diary_schema.ts";

const ID = `0x${"0123456789abcdef".repeat(2)}`;
const HASH = "0123456789abcdef";
const FILL = fillOf({ clientOrderId: ID });
const LEG = {
  leg: "entry",
  clientOrderId: ID,
  side: "buy",
  size: 1,
  limitPrice: 101,
  triggerPrice: null,
} as const;
const STOP = { ...LEG, leg: "stop", side: "sell", size: null, limitPrice: 88, triggerPrice: 98 } as const;
const DECISION = {
  asset: "ETH",
  action: "buy",
  allocationUsd: 100,
  leverage: 2,
  stop: 98,
  target: null,
  exitPlan: "below the EMA",
  rationale: "it rises",
} as const;
const HAPPENED = {
  balanceUsd: 10_000,
  equityUsd: 10_001.5,
  decisions: [
    {
      ...DECISION,
      outcome: "filled",
      size: 1,
      shownPrice: 100,
      orders: { entry: ID, stop: ID },
      filledSize: 1,
      fillPrice: 100.5,
      openedAt: MIDNIGHT,
    },
    { ...DECISION, outcome: "rejected", reason: "no margin" },
  ],
  transfers: [{ kind: "transfer", time: MIDNIGHT, amountUsd: 10_000 }],
  fills: [FILL, { ...FILL, clientOrderId: null, liquidation: true }],
  funding: [
    { kind: "funding", time: MIDNIGHT, asset: "ETH", rate: -0.0001, size: -1, amountUsd: -0.01 },
  ],
  trades: [{
    asset: "ETH",
    side: "short",
    openedAt: MIDNIGHT,
    closedAt: MIDNIGHT + 1,
    size: 1,
    entryPrice: 100,
    exitPrice: 99,
    exit: "target",
    realizedPnlUsd: 1,
    feesUsd: 0.1,
    fundingUsd: 0,
    netPnlUsd: 0.9,
  }],
  naked: [{ asset: "ETH", cause: "a stop that could not fill", lengthMs: 60_000 }],
  faults: [{ step: "secure", on: "ETH", what: "no stop", done: "placed it" }],
} as const;

/** One of every kind, with every field there is. */
const FULL: readonly DiaryEntry[] = [
  { kind: "run", schema: 2, key: "a key" },
  {
    kind: "intent",
    close: MIDNIGHT,
    origin: "agent",
    observationHash: HASH,
    decisions: [DECISION],
    orders: [{
      asset: "ETH",
      purpose: "open",
      legs: [{ ...LEG, reduceOnly: false }, { ...STOP, reduceOnly: true }],
      leverage: 2,
      exitPlan: "below the EMA",
    }],
    memory: { seen: [1, "two", null, true, { deep: [] }] },
  },
  {
    kind: "outcome",
    close: MIDNIGHT,
    asset: "ETH",
    purpose: "add",
    legs: [
      { leg: "entry", clientOrderId: ID, status: "accepted", filledSize: 1, price: 100.5 },
      { leg: "stop", clientOrderId: ID, status: "rejected", reason: "no" },
      { leg: "target", clientOrderId: ID, status: "unknown", reason: "no answer" },
    ],
  },
  {
    kind: "cycle",
    close: MIDNIGHT,
    ...HAPPENED,
    notAsked: "paused",
    observationHash: HASH,
    decisionsHash: HASH,
    notionalUsd: 100,
    summary: "up",
    reasoning: "because",
    held: [{ asset: "SOL", reason: "no candle" }],
    series: [{ asset: "ETH", fromMs: 300_000, toMs: 60_000 }],
    halt: { until: "next-day", loss: -0.03 },
    memory: null,
    observation: { ETH: { closes: [1, null] } },
  },
  { kind: "command", close: MIDNIGHT, command: "close", asset: "ETH", ...HAPPENED },
];

Deno.test("every kind of entry with every field round-trips through JSON and the schema", () => {
  for (const entry of FULL) deepStrictEqual(diaryEntrySchema.parse(JSON.parse(JSON.stringify(entry))), entry);
});

Deno.test("memory and observation may be any JSON, whatever its keys", () => {
  for (
    const text of [
      '{"__proto__":1}',
      '[{"__proto__":{"constructor":null}}]',
      '{"toString":[]}',
      '""',
      "0",
      "null",
    ]
  ) {
    const line =
      `{"kind":"cycle","close":1,"balanceUsd":1,"equityUsd":1,"memory":${text},"observation":${text}}`;
    strictEqual(JSON.stringify(diaryEntrySchema.parse(JSON.parse(line))), line);
  }
});

Deno.test("an unknown field is refused at every depth of every kind", () => {
  let tried = 0;
  for (const entry of FULL) {
    for (const [path, changed] of withStrays(entry)) {
      strictEqual(diaryEntrySchema.safeParse(changed).success, false, `${entry.kind}: ${path}`);
      tried++;
    }
  }
  ok(tried > 20, `${tried} places`);
});

/** The entry once for each object in it, with a field there that nobody knows; what is any JSON is left out. */
function withStrays(entry: DiaryEntry): [path: string, changed: unknown][] {
  const paths: string[][] = [];
  const walk = (value: unknown, path: string[]): void => {
    if (value === null || typeof value !== "object") return;
    if (!Array.isArray(value)) paths.push(path);
    for (const [name, inner] of Object.entries(value)) {
      if (name !== "memory" && name !== "observation") walk(inner, [...path, name]);
    }
  };
  walk(entry, []);
  return paths.map((path) => {
    const changed = structuredClone(entry) as unknown as Record<string, unknown>;
    const at = path.reduce((value, name) => value[name] as Record<string, unknown>, changed);
    at.stray = 1;
    return [path.join("."), changed];
  });
}

Deno.test("a value that is not of its kind is refused", () => {
  const [run, intent, outcome, cycle, command] = FULL;
  const refused: [what: string, entry: unknown][] = [
    ["an unknown kind", { ...run, kind: "note" }],
    ["another schema version", { ...run, schema: 3 }],
    ["a close between two milliseconds", { ...cycle, close: 0.5 }],
    ["a figure that is not there", { ...cycle, equityUsd: null }],
    ["a hash that is none", { ...cycle, observationHash: "xyz" }],
    ["a client order id that is none", { ...cycle, fills: [{ ...FILL, clientOrderId: "0x12" }] }],
    ["a code that the gate does not know", {
      ...cycle,
      decisions: [{ ...DECISION, outcome: "refused", refusal: { code: "mood", detail: "" } }],
    }],
    ["an origin that is none", { ...intent, origin: "guard" }],
    ["an outcome without its reason", {
      ...outcome,
      legs: [{ leg: "entry", clientOrderId: ID, status: "unknown" }],
    }],
    ["stop leaves no line", { ...command, command: "stop" }],
  ];
  for (const [what, entry] of refused) strictEqual(diaryEntrySchema.safeParse(entry).success, false, what);
});

Deno.test("every code of the gate can stand in a diary", () => {
  for (const code of REFUSAL_CODES) {
    const record = { ...DECISION, outcome: "refused", refusal: { code, detail: "why" } } as const;
    const entry: DiaryEntry = { kind: "cycle", close: 1, balanceUsd: 1, equityUsd: 1, decisions: [record] };
    deepStrictEqual(diaryEntrySchema.parse(entry), entry);
  }
});
