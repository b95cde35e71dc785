/** The same stretch of the recorded market as a backtest, and over a served venue: real processes, real sockets. */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startVenue, type VenueProcess } from "../venue/venue_process.ts";
import { type DiaryDifference, diaryDifference } from "./diary_difference.ts";

const MAIN = fileURLToPath(new URL("../../main.ts", import.meta.url));
const INTERRUPTED = 130;
const QUIET = ["--no-benchmark", "--no-progress", "--json"];

/** What is played in both. */
export interface ParityPlan {
  /** How it is played the second time: `live` or `paper`. */
  readonly mode: string;
  readonly from: string;
  readonly to: string;
  readonly agent: string;
  readonly interval: string;
  readonly assets: string;
  /** Further flags that both take, such as `--diary full`. */
  readonly also?: readonly string[];
  /** After how many cycles it is ended by the signal, each time; not given: never. */
  readonly endAfter?: readonly number[];
  /** Not given: it is killed. */
  readonly signal?: "SIGKILL" | "SIGINT";
}

/** What came of it. */
export interface ParityResult {
  readonly lines: number;
  /** Null: byte for byte the same. */
  readonly difference: DiaryDifference | null;
  /** How often it was ended and went on. */
  readonly ends: number;
}

/** Plays a plan in a new temporary folder and compares the diaries. Throws where a process fails. */
export async function playParity(plan: ParityPlan): Promise<ParityResult> {
  return await playedOver(plan, async (folder, ends) => {
    const range = ["--from", plan.from, "--to", plan.to];
    await finished(folder, ["backtest", ...range, "--runs", "backtest", ...words(plan), ...QUIET]);
    const [expected, found] = [linesIn(join(folder, "backtest")), linesIn(join(folder, plan.mode))];
    return { lines: expected.length, difference: diaryDifference(expected, found), ends };
  });
}

/**
 * Plays a plan over a served venue, makes a market of what that run saw, and a backtest of it in another process: its
 * diary against the beginning of the run's. Its last cycle has nothing after it to settle on, so it is none.
 */
export async function playFromRun(plan: ParityPlan): Promise<ParityResult> {
  return await playedOver(plan, async (folder, ends) => {
    await finished(folder, ["record", "from-run", "last", "--runs", plan.mode, "--data", "market"]);
    const from = ["--from", plan.from, "--data", "market", "--runs", "backtest"];
    await finished(folder, ["backtest", ...from, ...words(plan), ...QUIET]);
    const found = linesIn(join(folder, "backtest"));
    const expected = linesIn(join(folder, plan.mode)).slice(0, found.length);
    return { lines: found.length, difference: diaryDifference(expected, found), ends };
  });
}

/** Plays a plan over a served venue in a new temporary folder, and does something with what lies there then. */
async function playedOver<Result>(
  plan: ParityPlan,
  use: (folder: string, ends: number) => Promise<Result>,
): Promise<Result> {
  const folder = await Deno.makeTempDir({ prefix: "reprise-parity-" });
  const { from, to, assets } = plan;
  const range = ["--from", from, "--to", to, "--assets", assets];
  const venue = await startVenue([...range, "--step", "--limits", "off", "--runs", "venue"], { folder });
  try {
    return await use(folder, await playOver(venue, plan, folder));
  } finally {
    await venue.stop();
    await Deno.remove(folder, { recursive: true });
  }
}

function words({ agent, interval, assets, also = [] }: ParityPlan): string[] {
  const model = agent === "llm" ? ["--llm", "replay"] : [];
  return ["--agent", agent, "--interval", interval, "--assets", assets, ...model, ...also];
}

/** Plays the plan over a venue to the end of its data; gives how often it was ended on the way. */
async function playOver(venue: VenueProcess, plan: ParityPlan, folder: string): Promise<number> {
  const over = [plan.mode, "--hyperliquid", venue.url, "--runs", plan.mode, "--json", ...words(plan)];
  let ends = 0;
  for (const cycles of plan.endAfter ?? []) {
    if (!await isEndedAfter(started(folder, over), cycles, plan.signal ?? "SIGKILL")) return ends;
    ends++;
  }
  await finished(folder, over);
  return ends;
}

/** Ends a process once it has told of so many cycles; false: it came to the end before. */
async function isEndedAfter(
  process: Deno.ChildProcess,
  cycles: number,
  by: Deno.Signal,
): Promise<boolean> {
  let told = 0;
  for await (const text of process.stdout.pipeThrough(new TextDecoderStream())) {
    told += text.split("\n").length - 1;
    if (told < cycles) continue;
    process.kill(by);
    break;
  }
  await process.stderr.cancel();
  const { code, signal } = await process.status;
  return signal !== null || code === INTERRUPTED;
}

export async function finished(folder: string, command: readonly string[]): Promise<void> {
  const { code, stderr } = await started(folder, command).output();
  if (code !== 0) {
    throw new Error(`${command.join(" ")} ended with ${code}: ${new TextDecoder().decode(stderr)}`);
  }
}

export function started(folder: string, command: readonly string[]): Deno.ChildProcess {
  const granted = ["--allow-read", "--allow-write", "--allow-net=127.0.0.1", "--allow-env"];
  const args = ["run", "--no-prompt", ...granted, MAIN, ...command];
  const piped = { stdin: "null", stdout: "piped", stderr: "piped" } as const;
  return new Deno.Command(Deno.execPath(), { args, cwd: folder, ...piped }).spawn();
}

/** The lines of the one diary in a folder of runs, without their ends. */
export function linesIn(runs: string): string[] {
  // Beside the run lies the ledger of trials.
  const { name } = [...Deno.readDirSync(runs)].find(({ isDirectory }) => isDirectory)!;
  return Deno.readTextFileSync(join(runs, name, "diary.jsonl")).split("\n").slice(0, -1);
}
