import type { AgentIsolate, AgentTraits, CycleEntry } from "../../engine/mod.ts";
import type { BacktestChoice } from "../backtest_settings.ts";
import type { RecordedMarket } from "../market/recorded_market.ts";
import type { RunRange } from "../run_range.ts";
import type { CheckJob } from "./check_harness.ts";
import { type CheckHistory, checkHistory } from "./check_history.ts";
import {
  type CheckFinding,
  type CheckName,
  type CheckResult,
  CHECKS,
  type Comparison,
} from "./check_result.ts";
import { closeAt } from "./check_windows.ts";
import { type CheckItem, type Difference, firstDifference } from "./first_difference.ts";

/** An agent to be tested, on what. */
export interface CheckedAgent {
  readonly agent: AgentTraits;
  readonly choice: BacktestChoice;
  readonly market: RecordedMarket;
  readonly windows: readonly RunRange[];
}

/** Loads the agent into an isolate of its own whose clock and dice follow from a seed. */
export type OpenIsolate = (surroundings: number) => Promise<AgentIsolate & { close(): void }>;

/** What came of it. */
export interface AgentCheck {
  readonly results: readonly CheckResult[];
  /** How often the agent was asked in the windows. */
  readonly asked: number;
  /** How many of its decisions were more than an idle hold. */
  readonly acted: number;
}

/** The clock and dice of all runs but one. */
const USUAL = 1;
const OTHER = 2;
/** Where a window is cut, stopped and begun later; each window has others. */
const TURNS = [0.5, 0.37, 0.64];
/** A share of margin under which no order goes through. */
const NOTHING = Number.MIN_VALUE;

/** Runs a job of a window, changed somewhat: in the isolate of the window's first run, or in another. */
type RunJob = (isolate: AgentIsolate, changes: Partial<CheckJob>) => Promise<readonly CheckItem[]>;

/** A window, with its first run and the isolate that it was made in. */
interface Tried {
  readonly window: RunRange;
  readonly turn: number;
  readonly items: readonly CheckItem[];
  readonly isolate: AgentIsolate;
}

/** What the tests of a window share. */
interface Bench {
  readonly choice: BacktestChoice;
  readonly history: CheckHistory;
  readonly run: RunJob;
  readonly open: OpenIsolate;
  /** Notes what a test found; the first finding counts. */
  readonly note: (name: CheckName, finding: CheckFinding | null) => void;
}

/** Tests an agent in every window; of each test the first finding counts. */
export async function checkAgent(checked: CheckedAgent, open: OpenIsolate): Promise<AgentCheck> {
  const findings = new Map<CheckName, CheckFinding>();
  let [asked, acted] = [0, 0];
  for (const [index, window] of checked.windows.entries()) {
    const share = TURNS[index % TURNS.length];
    const items = await checkWindow(checked, window, { share, open, findings });
    asked += items.filter(({ kind }) => kind === "answer").length;
    for (const item of items) if (item.kind === "cycle") acted += item.decisions?.length ?? 0;
    // What is not the same twice says nothing when it is compared with anything else.
    if (findings.has("determinism")) break;
  }
  return { results: CHECKS.map((name) => resultOf(name, findings)), asked, acted };
}

/** Runs one window, notes what is found, and gives what the first run left. */
async function checkWindow(
  { agent, choice, market }: CheckedAgent,
  window: RunRange,
  { share, open, findings }: {
    readonly share: number;
    readonly open: OpenIsolate;
    readonly findings: Map<CheckName, CheckFinding>;
  },
): Promise<readonly CheckItem[]> {
  const note: Bench["note"] = (name, finding) => {
    if (finding !== null && !findings.has(name)) findings.set(name, finding);
  };
  const history = checkHistory(market, window, { needs: agent.needs, interval: choice.interval });
  const run = runnerOf(window, choice, history);
  const turn = closeAt(window, share, choice.interval);
  return await apart(open, USUAL, async (isolate) => {
    const first = run(isolate, {});
    const [items, again] = await Promise.all([first, apart(open, OTHER, (other) => run(other, {}))]);
    const tried = { window, turn, items, isolate };
    note("determinism", find(tried, "other-surroundings", firstDifference(items, again)));
    note("faults", faultIn(tried));
    if (!findings.has("determinism")) await compareRuns(tried, { choice, history, run, open, note });
    return items;
  });
}

function runnerOf(window: RunRange, choice: BacktestChoice, history: CheckHistory): RunJob {
  const { agent: _agent, ...rest } = choice;
  const base: CheckJob = {
    ...window,
    choice: rest,
    assets: history.ample,
    recorded: [],
    askFrom: window.from,
  };
  return async (isolate, changes) => {
    const items: CheckItem[] = [];
    const signal = new AbortController().signal;
    await isolate.run({ ...base, ...changes }, { signal, onEntry: (item) => items.push(item as CheckItem) });
    // The first line holds the key, which is of the settings alone.
    return items.filter(({ kind }) => kind !== "run");
  };
}

/** Prefix, warm-up and continuity of one window, two runs at a time. */
async function compareRuns(tried: Tried, bench: Bench): Promise<void> {
  const { items, turn, isolate } = tried;
  const { history, run, open, note } = bench;
  const inNew = (changes: Partial<CheckJob>) => apart(open, USUAL, (other) => run(other, changes));
  const shorter = { until: turn };
  const recorded = items.filter((item): item is CycleEntry => item.kind === "cycle" && item.close <= turn);

  const [afterLonger, goneOn] = await Promise.all([run(isolate, shorter), inNew({ recorded })]);
  const [alone, exact] = await Promise.all([inNew(shorter), inNew({ assets: history.needed })]);
  const beginning = items.filter((item) => closeOf(item) < turn);
  const isAfter = (item: CheckItem): boolean => closeOf(item) > turn;
  const rest = firstDifference(items.filter(isAfter), goneOn.filter(isAfter));
  note("prefix", find(tried, "prefix-after-longer", firstDifference(beginning, afterLonger)));
  note("prefix", find(tried, "prefix-alone", firstDifference(beginning, alone)));
  note("warm-up", find(tried, "needed-candles", firstDifference(items, exact)));
  note("warm-up", find(tried, "later-start", await compareStarts(tried, bench.choice, inNew)));
  note("continuity", find(tried, "restart", rest));
}

/**
 * Two runs in which no order goes through, on the same candles; in one the agent is asked from later on. Once it has been
 * asked as long again, both decide alike, unless what it remembers never fades.
 */
async function compareStarts(
  { window, turn }: Tried,
  { chosen, agent: _agent, ...choice }: BacktestChoice,
  inNew: (changes: Partial<CheckJob>) => Promise<readonly CheckItem[]>,
): Promise<Difference | null> {
  const flat = { choice: { ...choice, chosen: { ...chosen, maxMarginShare: NOTHING } } };
  const later = window.from + (turn - window.from) / 2;
  const decided = (items: readonly CheckItem[]): CheckItem[] =>
    items.filter((item) => item.kind === "answer" && item.close > turn).map(onlyDecisions);
  const [early, late] = await Promise.all([inNew(flat), inNew({ ...flat, askFrom: later })]);
  return firstDifference(decided(early), decided(late));
}

/** What it remembers may differ, what it does may not. */
function onlyDecisions(item: CheckItem): CheckItem {
  if (item.kind !== "answer" || item.decided === undefined) return item;
  const { decisions } = item.decided as { readonly decisions: readonly { readonly rationale: string }[] };
  return { ...item, decided: { decisions: decisions.map(({ rationale: _words, ...rest }) => rest) } };
}

async function apart<Result>(
  open: OpenIsolate,
  surroundings: number,
  use: (isolate: AgentIsolate) => Promise<Result>,
): Promise<Result> {
  const isolate = await open(surroundings);
  try {
    return await use(isolate);
  } finally {
    isolate.close();
  }
}

function closeOf(item: CheckItem): number {
  return item.kind === "run" ? -1 : item.close;
}

function find(tried: Tried, comparison: Comparison, difference: Difference | null): CheckFinding | null {
  const turn = comparison === "other-surroundings" || comparison === "needed-candles" ? null : tried.turn;
  return difference === null ? null : { window: tried.window, comparison, turn, difference };
}

/** The first decision that the agent failed to take, or that was not valid. */
function faultIn({ window, items }: Tried): CheckFinding | null {
  for (const item of items) {
    const fault = item.kind === "cycle" ? item.faults?.find(({ step }) => step === "reason") : undefined;
    if (item.kind !== "cycle" || fault === undefined) continue;
    const asset = fault.on === "agent" || fault.on === "memory" ? null : fault.on;
    const difference = { close: item.close, asset, entry: item.kind, field: "faults" };
    return {
      window,
      comparison: null,
      turn: null,
      difference: { ...difference, expected: null, found: fault.what },
    };
  }
  return null;
}

function resultOf(name: CheckName, findings: ReadonlyMap<CheckName, CheckFinding>): CheckResult {
  const finding = findings.get(name) ?? null;
  if (finding !== null) return { name, result: "failed", finding };
  const isRun = name === "determinism" || name === "faults" || !findings.has("determinism");
  return { name, result: isRun ? "ok" : "not-run", finding };
}
