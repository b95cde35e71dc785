/** What the API gives, as far as the pages look at it. */
import type {
  ChartCandles,
  CommandEntry,
  CommandOutcome,
  CycleEntry,
  DiaryEntry,
  GuardEntry,
  LapsedEntry,
  MissedEntry,
  Moment,
} from "../../../engine/mod.ts";

export type { ChartCandles, CommandEntry, CommandOutcome, CycleEntry, Moment };
export type { MaybeTraced, MomentPosition, Traced } from "../../../engine/mod.ts";

import type { z } from "zod";
import type { familiesSchema, familyRowSchema, familyRunSchema, familyRunsSchema } from "../api/schemas.ts";

export type { ToldBest, ToldFamily } from "../told_family.ts";
/** A row of the list of families, and a page of them. */
export type FamilyRow = z.infer<typeof familyRowSchema>;
export type FamilyPage = z.infer<typeof familiesSchema>;
/** A run of a family, and a page of them. */
export type FamilyRun = z.infer<typeof familyRunSchema>;
export type FamilyRunPage = z.infer<typeof familyRunsSchema>;

export type { ComparedBlock } from "../compared_block.ts";

/** A line of a diary. */
export type Line = DiaryEntry & { readonly seq: number; readonly hash: string };
/** A line that ends a cycle, or tells of a command or a missed cycle: what stands in the stream. */
export type ToldLine = (CycleEntry | CommandEntry | GuardEntry | MissedEntry | LapsedEntry) & {
  readonly seq: number;
};
/** One that tells of fills and trades. */
export type AccountLine = (CycleEntry | CommandEntry) & { readonly seq: number };

/** The lines among these that tell of fills and trades. */
export function accountLines(lines: readonly ToldLine[]): AccountLine[] {
  return lines.filter((line): line is AccountLine => line.kind === "cycle" || line.kind === "command");
}

/** A row of the list of runs. */
export interface RunRow {
  readonly id: string;
  readonly damaged: string | null;
  readonly running: boolean;
  readonly mode: string | null;
  readonly agent: string | null;
  readonly model: string | null;
  readonly assets: readonly string[];
  readonly interval: string | null;
  readonly profile: string | null;
  readonly source: string | null;
  readonly synthetic: boolean;
  readonly family: string | null;
  readonly status: string | null;
  readonly started: string | null;
  readonly ended: string | null;
  readonly from: number | null;
  readonly until: number | null;
  readonly totalReturn: number | null;
  readonly sharpe: number | null;
  readonly maxDrawdown: number | null;
  readonly trades: number | null;
}

/** How far a diary has been read. */
export interface Reading {
  readonly lines: number;
  readonly bytes: number;
  readonly size: number;
  readonly fault: string | null;
}

/** Figures of a finished run, by name; null where one does not apply. */
export type Figures = { readonly [name: string]: unknown };

/** One run. */
export interface RunView {
  readonly run: RunRow;
  readonly settings: { readonly [name: string]: unknown };
  readonly model: { readonly [name: string]: unknown } | null;
  readonly data: {
    readonly source: string;
    readonly synthetic: boolean;
    readonly gaps: number;
    readonly files: readonly { readonly path: string; readonly sha256: string }[];
  } | null;
  readonly codeRevision: string | null;
  readonly key: string | null;
  readonly diary: { readonly lines: number; readonly lastHash: string } | null;
  readonly metrics: Figures | null;
  readonly benchmark: Figures | null;
  readonly warnings: readonly string[];
  readonly reading: Reading;
  readonly moment: Moment;
  readonly pulse: unknown;
}

/** A point of the equity curve. */
export interface CurvePoint {
  readonly seq: number;
  readonly close: number;
  readonly equityUsd: number;
  readonly drawdown: number;
}

/** A question to a model and its answer; null: they are gone. */
export interface Question {
  readonly key: string;
  readonly request: {
    readonly messages: readonly {
      readonly role: string;
      readonly text: string;
      readonly toolCalls?: readonly { readonly name: string; readonly argumentsText: string }[];
    }[];
  } | null;
  readonly answer: {
    readonly status: string;
    readonly text?: string;
    readonly reason?: string;
    readonly toolCalls?: readonly { readonly name: string; readonly argumentsText: string }[];
    readonly costUsd: number | null;
    readonly latencyMs: number;
  } | null;
}
