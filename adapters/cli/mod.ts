/**
 * The command line's face: what was typed as a value, and what is shown on the terminal as text. Nothing here
 * writes, reads the environment or ends the process; main.ts does.
 * @module
 */
export { workerCommand } from "./sweep/worker_command.ts";
export { sweepCommand, type SweepTools } from "./sweep/sweep_command.ts";
export { type AnswerSource, MODEL_AGENT, type ModelOptions } from "./model_flags.ts";
export type { Attendants, AttendantTools, Attended } from "./attendants.ts";
export { cassetteCommand, type CassetteOptions, type CassetteTools } from "./cassette_command.ts";
export { compareCommand, comparedBy } from "./compare_command.ts";
export { type FamilyAnswer, type FamilyAsked, tellFamily } from "./told_family.ts";
export { variedBy } from "./varied_settings.ts";
export { newAgentCommand, type NewAgentOptions } from "./new_agent.ts";
export { checkAgentCommand } from "./check_agent_command.ts";
export type { Parsed } from "./command_line.ts";
export type { Finding, FolderCheck } from "./data_check.ts";
export { dashboardCommand, type DashboardServing, type ServedDashboard } from "./dashboard_command.ts";
export type { DashboardOptions, DashboardPlace } from "./dashboard_options.ts";
export { type CheckRow, type CheckTools, liveCheck } from "./live_check.ts";
export { confirmLive, type LivePlan } from "./confirm_live.ts";
export { dataCommand, type DataReaders } from "./data_command.ts";
export type { FolderListing, ListedSeries } from "./data_listing.ts";
export { doCommand, type DoOptions, type DoTools, readDoOptions } from "./do_command.ts";
export type { DataOptions } from "./data_options.ts";
export {
  EXIT_USAGE,
  FailureError,
  type FailurePrint,
  printFailure,
  type UnknownName,
  UsageError,
} from "./errors.ts";
export * from "./format.ts";
export type {
  BacktestOptions,
  DecidingOptions,
  DiaryKind,
  FundingChoice,
  Known,
  RiskChoice,
  RunsOptions,
  RunSort,
} from "./options.ts";
export type { Network, PaperOptions } from "./paper_options.ts";
export type { PaperWatch } from "./paper_view.ts";
export type { LiveOptions } from "./live_options.ts";
export { type AccountTools, settleAccount } from "./settle_account.ts";
export {
  pricedCommand,
  type PricedRun,
  type PricedSurroundings,
  type PricedTools,
} from "./priced_command.ts";
export { noiseCommand } from "./noise_command.ts";
export type { Period } from "./period.ts";
export { probeCommand } from "./probe_command.ts";
export type { ProbeOptions, ShownProbe } from "./probe_memory.ts";
export type { Progress, ProgressPoint, ProgressSettings } from "./progress.ts";
export { recordCommand, type RecordResult, type RecordTools } from "./record_command.ts";
export {
  readRecordOptions,
  type RecordedMarketKind,
  recordHelp,
  type RecordOptions,
} from "./record_options.ts";
export { backtestCommand, type BacktestTools, familyMember } from "./backtest_command.ts";
export type { MemberWatch } from "./family_member.ts";
export { explainCommand } from "./explain_command.ts";
export { exportCommand } from "./export_command.ts";
export { reportCommand } from "./report_command.ts";
export { replayCommand } from "./replay_command.ts";
export { type CommandLineParts, type CommandTable, runCommandLine } from "./run_command_line.ts";
export { runsCommand } from "./runs_command.ts";
export { outsideData } from "./outside_data.ts";
export type { SimulationFacts } from "./notes.ts";
export type { RemarkedRun } from "./remarks.ts";
export type { FoundRun } from "./past_run.ts";
export { interruptible } from "./interruptible.ts";
export { testnetCheckCommand, type TestnetCheckTools } from "./testnet_check_command.ts";
export { watchCommand } from "./watch_command.ts";
export type { WatchOptions } from "./watch_options.ts";
export type { VenueAuth, VenueOptions } from "./venue_options.ts";
export { venueCommand } from "./venue_command.ts";
export { type VerifiedRun, verifyCommand, type VerifyOptions } from "./verify.ts";
export type { EquityPoint, SummaryView } from "./summary_view.ts";
export { processTerminal, type Terminal } from "./terminal.ts";
