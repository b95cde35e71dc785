/** Measures `compare` of two runs of a year at 15m with 9,999 draws, as a whole process. */
import type { Measured } from "./measure.ts";

const ROOT = new URL("../..", import.meta.url).pathname;
const RUNS = 4;
const YEAR = ["--from", "2024-01", "--no-benchmark", "--no-progress", "--json"];

/** The two agents of the README, which part at once, and a run beside the same again, whose diaries are read to their ends. */
export async function measureCompare(folder: string): Promise<readonly Measured[]> {
  const [trend, again, other] = [
    await played(folder, "trend"),
    await played(folder, "trend"),
    await played(folder, "mean-reversion"),
  ];
  return [
    { name: "compare: two agents over a year at 15m", ...await measured(folder, [trend, other]) },
    { name: "compare: a run and the same again", ...await measured(folder, [trend, again]) },
  ];
}

async function played(folder: string, agent: string): Promise<string> {
  const out = await run(folder, ["backtest", ...YEAR, "--agent", agent]);
  return JSON.parse(out).runId;
}

async function measured(
  folder: string,
  ids: readonly string[],
): Promise<Pick<Measured, "firstSeconds" | "bestSeconds">> {
  const seconds: number[] = [];
  for (let time = 0; time < RUNS; time++) {
    const start = performance.now();
    await run(folder, ["compare", ...ids]);
    seconds.push((performance.now() - start) / 1000);
  }
  return { firstSeconds: seconds[0], bestSeconds: Math.min(...seconds) };
}

async function run(folder: string, args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", `${ROOT}main.ts`, ...args],
    cwd: folder,
  }).output();
  const text = new TextDecoder();
  if (!success) throw new Error(`${args[0]} failed: ${text.decode(stderr)}`);
  return text.decode(stdout);
}
