import type { DiaryLine, RunIndex, RunManifest } from "../../engine/mod.ts";
import type { ShownTrials } from "./compared.ts";
import { FailureError, isExpected } from "./errors.ts";
import { interruptible } from "./interruptible.ts";
import { openRecorded, type RecordedFolder, type RecordedTools } from "./open_recorded.ts";
import { pageTold } from "./page/page_told.ts";
import { reportPage } from "./page/report_page.ts";
import type { ShownMarket, ShownReportEvidence, ShownRun } from "./page/reported.ts";
import type { ReportOptions } from "./report_options.ts";
import type { Terminal } from "./terminal.ts";
import { trialsOf, type TrialTools } from "./trials_of.ts";

/** What reads a run and makes its page. */
export interface ReportTools<Player, Plan, End, Ledger>
  extends RecordedTools<Player, Plan>, TrialTools<Ledger> {
  findRun(root: string, ref: string): RecordedFolder;
  walkDiary(path: string, onLine: (line: DiaryLine) => void): End;
  verifyAgainst(manifest: RunManifest, end: End): void;
  readonly ReportFold: new () => { add(line: DiaryLine): void; result(): ShownRun };
  reportEvidence(
    index: RunIndex,
    trials: ShownTrials | null,
    options: Pick<ReportOptions, "draws" | "seed">,
  ): ShownReportEvidence;
  reportMarket(
    run: { readonly player: Player; readonly plan: Plan },
    signal: AbortSignal,
  ): Promise<ShownMarket | null>;
  refuseExisting(path: string): void;
  writePage(path: string, html: string): void;
}

/** Writes a page of all that is known of a run, once its diary was read to its end and found whole. */
export async function reportCommand<Player, Plan, End, Ledger>(
  options: ReportOptions,
  { terminal }: { readonly terminal: Terminal },
  tools: ReportTools<Player, Plan, End, Ledger>,
): Promise<void> {
  const { html, json } = options;
  tools.refuseExisting(html);
  const run = tools.findRun(options.runs, options.run);
  const { manifest, diaryPath } = run;
  if (manifest.metrics === null) {
    throw new FailureError(`run ${manifest.id} has no figures (${manifest.status}); wanted a run that ended`);
  }
  const fold = new tools.ReportFold();
  tools.verifyAgainst(manifest, tools.walkDiary(diaryPath, (line) => fold.add(line)));
  const reported = fold.result();
  const trials = trialsOf(options.runs, tools, [{ manifest, index: reported.index }])(manifest);
  const evidence = tools.reportEvidence(reported.index, trials, options);
  const market = await marketOf(run, options, tools);
  const page = reportPage({ manifest, run: reported, ...evidence, market });
  tools.writePage(html, page);
  terminal.print(
    json
      ? JSON.stringify({ runId: manifest.id, html, ...evidence, months: reported.months }, null, 2)
      : pageTold(html, page, `run ${manifest.id}, `),
  );
}

/** Candles and buy and hold; where what the run was made of is gone, a text that says so. */
async function marketOf<Player, Plan, End, Ledger>(
  run: RecordedFolder,
  options: ReportOptions,
  tools: ReportTools<Player, Plan, End, Ledger>,
): Promise<ShownMarket | string> {
  try {
    const opened = await openRecorded(run, options, tools);
    const market = await interruptible((signal) => tools.reportMarket(opened, signal)).finally(opened.close);
    return market ?? "the run kept what it saw, not whole candles";
  } catch (error) {
    if (!isExpected(error)) throw error;
    return error.message;
  }
}
