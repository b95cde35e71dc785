import { join } from "node:path";
import { z } from "zod";
import { canonicalJson, type JsonValue, type RunManifest, sha256 } from "../../engine/mod.ts";
import { jsonOrNull, textIfThere } from "./file_text.ts";
import { orRunError } from "./run_error.ts";

/** One line of the trial ledger: a run in which an agent decided. */
export interface TrialLine {
  /** The same for every run with the same agent, prompt, model and settings, whatever its range. */
  readonly trial: string;
  readonly runId: string;
  readonly familyId?: string | undefined;
  /** Wall-clock time, ISO 8601. */
  readonly started: string;
  /** For reading only. */
  readonly agent: string;
  readonly model?: string | undefined;
  /** SHA-256 of the template of the user's. */
  readonly prompt?: string | undefined;
  /** How the market was another than the recorded one: such a run is no trial. */
  readonly control?: string | undefined;
  /** Whose candles. */
  readonly source: string;
  /** Of the market, ms; the end is not in it. */
  readonly from: number;
  readonly until: number;
}

/** What was tried, once each, with the runs that tried it. */
export interface Trial {
  readonly trial: string;
  /** Oldest first. */
  readonly runIds: readonly string[];
}

/** The ledger as it was read. */
export interface TrialLedger {
  /** Oldest first. */
  readonly lines: readonly TrialLine[];
  /** Lines that cannot be read: the last one of a process that was killed while it wrote, or a damaged one. */
  readonly damaged: number;
}

const LEDGER = "trials.jsonl";
const LINE_END = 0x0a;

const lineSchema: z.ZodType<TrialLine> = z.object({
  trial: z.string().min(1),
  runId: z.string().min(1),
  familyId: z.string().optional(),
  started: z.string(),
  agent: z.string(),
  model: z.string().optional(),
  prompt: z.string().optional(),
  control: z.string().optional(),
  source: z.string(),
  from: z.number(),
  until: z.number(),
});

/**
 * Writes a run into the ledger of `root`. The file only ever grows: one writer at a time adds a whole line, after
 * what a killed one may have left of its own. Throws a RunError where it cannot be written.
 */
export function appendTrial(root: string, manifest: RunManifest): void {
  const path = join(root, LEDGER);
  const line = `${JSON.stringify(trialLine(manifest))}\n`;
  orRunError(`cannot write the trial ledger ${path}`, () => {
    using file = Deno.openSync(path, { read: true, append: true, create: true });
    file.lockSync(true);
    try {
      const bytes = new TextEncoder().encode(`${isTorn(file) ? "\n" : ""}${line}`);
      for (let written = 0; written < bytes.length;) written += file.writeSync(bytes.subarray(written));
    } finally {
      file.unlockSync();
    }
  });
}

/** Reads the ledger of `root`; none is an empty one. Throws a RunError where it cannot be read. */
export function readTrials(root: string): TrialLedger {
  const path = join(root, LEDGER);
  const text = orRunError(`cannot read the trial ledger ${path}`, () => textIfThere(path) ?? "");
  const lines: TrialLine[] = [];
  let damaged = 0;
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const read = lineSchema.safeParse(jsonOrNull(line));
    if (read.success) lines.push(read.data);
    else damaged++;
  }
  return { lines, damaged };
}

/**
 * The distinct trials on data that a run's overlaps (the same source, ranges with a time in common), its own among them: how
 * many there are is the number of trials a deflated Sharpe ratio counts before it looks at how alike they are. Replays write
 * no line, repeats of one trial are one, and a run on another market than the recorded one is none.
 */
export function trialsBeside(
  manifest: RunManifest,
  { lines }: Pick<TrialLedger, "lines">,
): readonly Trial[] {
  const own = trialLine(manifest);
  const beside = lines.filter(({ source, from, until, control }) =>
    control === undefined && source === own.source && from < own.until && own.from < until
  );
  const byTrial = Map.groupBy([...beside, own], ({ trial }) => trial);
  return [...byTrial].map(([trial, of]) => ({ trial, runIds: [...new Set(of.map(({ runId }) => runId))] }));
}

function trialLine(manifest: RunManifest): TrialLine {
  const { id, familyId, started, agent, model, data, range, control } = manifest;
  return {
    trial: trialOf(manifest),
    runId: id,
    ...(familyId === undefined ? {} : { familyId }),
    started,
    agent,
    ...(model === undefined ? {} : { model: `${model.provider}/${model.model}` }),
    ...(model?.prompt === undefined ? {} : { prompt: model.prompt.sha256 }),
    ...(control === undefined ? {} : { control: control.name }),
    source: data.source,
    from: range.from,
    until: range.until,
  };
}

/** A hash of agent, prompt, model and settings; which sample of a model's answers was drawn makes no other trial. */
function trialOf({ agent, agentFile, model, settings }: RunManifest): string {
  const { parameters, ...rest } = settings;
  const tried: JsonValue = {
    ...rest,
    agent,
    parameters: withoutSample(parameters ?? null),
    agentSha256: agentFile?.sha256 ?? null,
    promptSha256: model?.prompt?.sha256 ?? null,
  };
  return sha256(canonicalJson(tried)).slice(0, 16);
}

function withoutSample(parameters: JsonValue): JsonValue {
  if (parameters === null || typeof parameters !== "object" || Array.isArray(parameters)) return parameters;
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => name !== "sample"));
}

/** Whether the last line has no end. */
function isTorn(file: Deno.FsFile): boolean {
  const { size } = file.statSync();
  if (size === 0) return false;
  const last = new Uint8Array(1);
  file.seekSync(size - 1, Deno.SeekMode.Start);
  return file.readSync(last) === 1 && last[0] !== LINE_END;
}
