/**
 * A dashboard over folders of runs that a test writes, asked in process.
 * @module
 */
import { join } from "node:path";
import {
  type CassetteEntry,
  CHAIN_START,
  chainLine,
  type ChartMarket,
  type Command,
  DIARY_SCHEMA,
  type DiaryEntry,
  type Moment,
  type RunManifest,
} from "../../../engine/mod.ts";
import { AccessToken } from "../access/access_token.ts";
import { Door } from "../access/door.ts";
import { dashboardApp } from "../dashboard_app.ts";
import type { DashboardTools } from "../dashboard_tools.ts";
import { FamilyCatalog } from "../family_catalog.ts";
import { FamilyJudge } from "../family_judge.ts";
import { RunCatalog } from "../run_catalog.ts";
import type { FamilyAnswer, FamilyAsked } from "../told_family.ts";
import { RunDesk } from "../run_desk.ts";
import { StreamCount } from "../stream_count.ts";

/** What a small fold keeps: how many lines it saw, and the last equity. */
interface Seen {
  seq: number;
  equity: { value: number; seq: number } | null;
}

const NOTHING = { value: 0, seq: 0 };

/** A fold that knows no more than the last equity: enough to see that each line goes in once. */
export class EquityFold {
  readonly #seen: Seen;

  constructor(snapshot?: Seen) {
    this.#seen = { ...(snapshot ?? { seq: -1, equity: null }) };
  }

  get drawdown(): number {
    return 0;
  }

  add({ seq, entry }: { readonly seq: number; readonly entry: DiaryEntry }): void {
    if (seq !== this.#seen.seq + 1) throw new Error(`line ${seq} after ${this.#seen.seq}`);
    this.#seen.seq = seq;
    if (entry.kind === "cycle") this.#seen.equity = { value: entry.equityUsd, seq };
  }

  snapshot(): Seen {
    return { ...this.#seen };
  }

  moment(): Moment {
    const { seq, equity } = this.#seen;
    return {
      ...{ seq, close: null, cycles: NOTHING, positions: [], orders: [], halt: null, lastFault: null },
      paused: { value: false, seq: 0 },
      account: {
        ...{ equityUsd: equity, balanceUsd: null, unrealizedPnlUsd: null, notionalUsd: null },
        ...{ marginUsedUsd: null, startUsd: null, totalReturn: null, dayPnlUsd: null },
        ...{ drawdown: null, maxDrawdown: null },
      },
      totals: {
        ...{ trades: NOTHING, wins: NOTHING, netPnlUsd: NOTHING, feesUsd: NOTHING, fundingUsd: NOTHING },
        ...{ fills: NOTHING, refusals: NOTHING, faults: NOTHING, longestNakedMs: NOTHING },
        ...{ winRate: null, modelCostUsd: null, unpriced: 0 },
      },
    };
  }
}

/** Lines of a diary as text, chained. */
export function diaryText(entries: readonly DiaryEntry[]): string {
  let end = { seq: 0, hash: CHAIN_START };
  return entries.map((entry) => {
    const { text, hash } = chainLine(end, entry);
    end = { seq: end.seq + 1, hash };
    return `${text}\n`;
  }).join("");
}

/** The first line of any diary. */
export const RUN_ENTRY: DiaryEntry = { kind: "run", schema: DIARY_SCHEMA, key: "a key" };

/** An idle cycle. */
export function cycleEntry(index: number, more: object = {}): DiaryEntry {
  const close = 1_704_067_200_000 + index * 900_000;
  return { kind: "cycle", close, balanceUsd: 10_000, equityUsd: 10_000 + index, ...more };
}

/** The manifest of a run. */
export function manifestOf(id: string, changes: Partial<RunManifest> = {}): RunManifest {
  return {
    ...{ schema: 1, id, mode: "paper", key: "a key", agent: "trend", codeRevision: "unknown" },
    settings: { assets: ["BTC"], interval: "15m", profile: { name: "conservative" }, seed: 1 },
    data: { source: "made up", synthetic: true, files: [], gaps: 0 },
    range: { from: 0, until: 1 },
    ...{ started: "2026-01-02T03:04:05.678Z", ended: null, status: "finished", diary: null },
    ...{ metrics: null, benchmark: null, warnings: [] },
    ...changes,
  };
}

/** A dashboard in process, and what it was told to do. */
export interface Asked {
  readonly root: string;
  readonly token: string;
  readonly streams: StreamCount;
  readonly sent: Command[];
  readonly warned: string[];
  /** Pauses after wrong tokens, ms. */
  readonly pauses: number[];
  /** Ids of runs that a process runs. */
  readonly running: Set<string>;
  /** What was to be compared. */
  readonly compared: unknown[];
  /** What was asked of families. */
  readonly told: FamilyAsked[];
  ask(path: string, options?: RequestInit): Promise<Response>;
  json(path: string, options?: RequestInit): Promise<unknown>;
  /** Writes the folder of a run. */
  put(id: string, parts: { readonly manifest?: RunManifest | string; readonly diary: string }): string;
}

/** How the dashboard is reached. */
export interface AskedOptions {
  readonly isLoopback?: boolean;
  readonly isPrivate?: boolean;
  readonly market?: ChartMarket | null;
  readonly entries?: readonly CassetteEntry[];
  /** What is answered to what is asked of families. */
  readonly tellFamily?: (asked: FamilyAsked) => FamilyAnswer;
}

const noFamily = (): FamilyAnswer => ({ refused: "nothing is ranked here" });
const BASE = "http://127.0.0.1:8800";

/** Does something with a dashboard over a folder of its own. */
export async function withDashboard(
  use: (asked: Asked) => Promise<void>,
  { isLoopback = true, isPrivate = false, entries = [], tellFamily = noFamily }: AskedOptions = {},
): Promise<void> {
  const root = Deno.makeTempDirSync({ prefix: "reprise-dashboard-" });
  try {
    const token = AccessToken.open(root, false);
    const [sent, warned, pauses, running] = [[], [], [], new Set()] as [
      Command[],
      string[],
      number[],
      Set<string>,
    ];
    const pause = (ms: number): Promise<void> => Promise.resolve(void pauses.push(ms));
    const door = new Door({ token, isLoopback, isPrivate, cookie: "reprise-8800", pause });
    const [told, compared]: [FamilyAsked[], unknown[]] = [[], []];
    const tools = toolsFor({ running, sent, entries, compared, told, tellFamily });
    const streams = new StreamCount(3);
    const catalog = new RunCatalog<Seen>(root, tools);
    const app = dashboardApp<Seen>({
      ...{ door, token, cookie: "reprise-8800", tools, streams, version: "test", root },
      ...{ catalog, desk: new RunDesk(tools) },
      ...{ families: new FamilyCatalog(catalog, tools), judge: new FamilyJudge(root, tools) },
      shell: new Map([["index.html", { bytes: new TextEncoder().encode("the shell"), type: "text/html" }]]),
      warn: (line) => warned.push(line),
    });
    const ask = async (path: string, options: RequestInit = {}) =>
      await app.request(
        new Request(`${BASE}${path}`, {
          ...options,
          headers: { host: "127.0.0.1:8800", ...options.headers },
        }),
      );
    const json = async (path: string, options?: RequestInit): Promise<unknown> =>
      await (await ask(path, options)).json();
    const put: Asked["put"] = (id, { manifest = manifestOf(id), diary }) => {
      const path = join(root, id);
      Deno.mkdirSync(path, { recursive: true });
      Deno.writeTextFileSync(
        join(path, "run.json"),
        typeof manifest === "string" ? manifest : JSON.stringify(manifest),
      );
      Deno.writeTextFileSync(join(path, "diary.jsonl"), diary);
      return path;
    };
    await use({
      root,
      token: token.shown!,
      streams,
      sent,
      warned,
      pauses,
      running,
      compared,
      told,
      ask,
      json,
      put,
    });
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}

function toolsFor(
  { running, sent, entries, compared, told, tellFamily }: {
    readonly running: ReadonlySet<string>;
    readonly sent: Command[];
    readonly entries: readonly CassetteEntry[];
    readonly compared: unknown[];
    readonly told: FamilyAsked[];
    readonly tellFamily: (asked: FamilyAsked) => FamilyAnswer;
  },
): DashboardTools<Seen> {
  return {
    listRuns: (root) =>
      [...Deno.readDirSync(root)].filter(({ isDirectory }) => isDirectory).map(({ name }) => {
        const path = join(root, name);
        const folder = { path, diaryPath: join(path, "diary.jsonl") };
        try {
          return { ...folder, manifest: JSON.parse(Deno.readTextFileSync(join(path, "run.json"))) };
        } catch (error) {
          return { ...folder, manifest: null, reason: `run.json is damaged: ${(error as Error).name}` };
        }
      }),
    isRunning: (folder) => running.has(folder.split("/").at(-1)!),
    sendCommand: (_folder, command) => {
      sent.push(command);
      return Promise.resolve({ done: true, lines: ["paused"] });
    },
    MomentFold: EquityFold,
    valuedMoment: (moment) => moment,
    RecordedChart: class {
      candles = () => null;
      marks = () => new Map();
    },
    assetsOfSeen: () => [],
    seenIn: () => [],
    findRecordedFiles: () => ({ folder: "", only: new Set() }),
    marketReader: () => () => ({ assets: [] }),
    places: { store: "", fixtures: "", cache: "" },
    openRecordedCassettes: () => ({ entry: (key) => entries.find((one) => one.key === key) ?? null }),
    variedSettings: (manifests) => [
      { name: "seed", values: manifests.map(({ settings }) => String(settings.seed ?? "")) },
    ],
    tellFamily: (asked) => {
      told.push(asked);
      return Promise.resolve().then(() => tellFamily(asked));
    },
    compared: (asked) => {
      compared.push(asked);
      return [{ kind: "verdict", text: "They do not differ." }];
    },
    ...{ shipped: "", codeRevision: () => "test", root: "", instruments: [] },
  };
}
