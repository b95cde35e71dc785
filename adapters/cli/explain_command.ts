import type { DiaryLine, JsonValue } from "../../engine/mod.ts";
import { FailureError, isExpected, UsageError } from "./errors.ts";
import {
  type ExplainView,
  explanationJson,
  renderExplanation,
  type ShownExplanation,
  type ShownQuestion,
} from "./explain_view.ts";
import { formatTimeZ } from "./format.ts";
import { interruptible } from "./interruptible.ts";
import { openRecorded, type RecordedFolder, type RecordedTools } from "./open_recorded.ts";
import type { ExplainOptions } from "./replay_options.ts";
import type { SeenJson } from "./seen_lines.ts";
import type { Terminal } from "./terminal.ts";

/** What a fold over a diary tells of one decision time. */
interface Fold {
  add(line: DiaryLine): void;
  readonly nearest: { readonly before: number | null; readonly after: number | null };
  explain(assets: readonly string[]): ShownExplanation | null;
}

/** What an agent saw and was asked, made again. */
interface Seen {
  readonly observation: JsonValue;
  readonly observationHash: string | null;
  readonly questions: readonly ShownQuestion[];
}

/** What reads a run, and plays it again up to a moment. */
export interface ExplainTools<Player, Plan, End> extends RecordedTools<Player, Plan> {
  findRun(root: string, ref: string): RecordedFolder;
  walkDiary(path: string, onLine: (line: DiaryLine) => void): End;
  verifyAgainst(manifest: RecordedFolder["manifest"], end: End): void;
  readonly DecisionFold: new (at: number) => Fold;
  lookAgain(
    run: { readonly player: Player; readonly plan: Plan },
    at: number,
    signal: AbortSignal,
  ): Promise<Seen | null>;
}

/** Shows all about the decisions of one cycle. */
export async function explainCommand<Player, Plan, End>(
  options: ExplainOptions,
  { terminal }: { readonly terminal: Terminal },
  tools: ExplainTools<Player, Plan, End>,
): Promise<void> {
  const { at, asset } = options;
  const run = tools.findRun(options.runs, options.run);
  const { manifest, diaryPath } = run;
  const fold = new tools.DecisionFold(at);
  tools.verifyAgainst(manifest, tools.walkDiary(diaryPath, (line) => fold.add(line)));
  const explanation = fold.explain(assetsOf(run, asset));
  if (explanation === null) throw noCycle(at, fold, manifest.id);
  const seen = await seenIn(run, options, { explanation, tools });
  const view = { manifest, explanation, ...seen, columns: terminal.columns() };
  terminal.print(options.json ? explanationJson(view) : renderExplanation(view));
}

function assetsOf({ manifest: { id, settings } }: RecordedFolder, asset: string | null): readonly string[] {
  const assets = Array.isArray(settings.assets) ? settings.assets.map(String) : [];
  if (asset === null) return assets;
  if (assets.includes(asset)) return [asset];
  throw new UsageError(`run ${id} did not trade "${asset}"; it traded ${assets.join(", ")}`, "explain");
}

function noCycle(at: number, { nearest: { before, after } }: Fold, id: string): FailureError {
  const nearest = [before, after].flatMap((close) => close === null ? [] : [formatTimeZ(close)]);
  const there = nearest.length === 0 ? "it has no cycle" : `the nearest are at ${nearest.join(" and ")}`;
  return new FailureError(`run ${id} has no cycle at ${formatTimeZ(at)}; ${there}`);
}

/**
 * What the agent saw and was asked: played again, since the diary keeps its hash alone, and shown only where that hash
 * comes out. A run that cannot be played is explained by its diary all the same.
 */
async function seenIn<Player, Plan, End>(
  run: RecordedFolder,
  options: ExplainOptions,
  { explanation: { cycle }, tools }: {
    readonly explanation: ShownExplanation;
    readonly tools: ExplainTools<Player, Plan, End>;
  },
): Promise<Pick<ExplainView, "seen" | "questions">> {
  if (cycle.decisionsHash === undefined) return { seen: "nothing: the agent was not asked", questions: [] };
  try {
    const opened = await openRecorded(run, options, tools);
    try {
      const seen = await interruptible((signal) => tools.lookAgain(opened, cycle.close, signal));
      if (seen === null) return { seen: "cannot be shown: interrupted on the way there", questions: [] };
      if (seen.observationHash === cycle.observationHash) {
        return { seen: seen.observation as unknown as SeenJson, questions: seen.questions };
      }
    } finally {
      opened.close();
    }
    const where = `deno task replay ${run.manifest.id} tells where it first differs`;
    return {
      seen: `cannot be shown: played again it is not what the diary's hash is of; ${where}`,
      questions: [],
    };
  } catch (error) {
    if (!isExpected(error)) throw error;
    return { seen: `cannot be shown: ${error.message}`, questions: [] };
  }
}
