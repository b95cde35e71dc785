/**
 * `deno task bench`: the fixed works, each in a process of its own, as a table or (`--json`) a list of
 * `{name, candlesPerSecond, decisionsPerSecond, peakMb, ratioToBareLoop}`; a field that does not apply is left out.
 * Names of works (`a`, `d`, `cycles`, `whole`, …) measure these alone.
 * @module
 */
import Table from "cli-table3";
import { measureCompare } from "./measure_compare.ts";
import { measureDashboard } from "./measure_dashboard.ts";
import { measureCycles, type Measured, measureScenario } from "./measure.ts";
import { SCENARIOS } from "./scenarios.ts";
import { measureModel } from "./measure_model.ts";
import { measureReplay } from "./measure_replay.ts";
import { measureSweep } from "./measure_sweep.ts";
import { measureVenue } from "./venue_load.ts";
import { measureReadmeCommand, measureWhole } from "./whole_process.ts";

/** Works that are also measured as a whole process. */
const WHOLE: readonly string[] = ["b", "c", "d", "f"];
const WORKS: readonly string[] = [
  ...SCENARIOS.map(({ name }) => name),
  "cycles",
  "llm",
  "replay",
  "compare",
  "sweep",
  "dashboard",
  "e",
  ...WHOLE.map((name) => `${name}-whole`),
  "venue",
];
/** Marks a process that measures one work and prints it as JSON. */
const CHILD = "--one";

async function measureOne(work: string): Promise<readonly Measured[]> {
  const folder = Deno.makeTempDirSync({ prefix: "reprise-bench-" });
  try {
    if (work === "llm") return [await measureModel(folder)];
    if (work === "replay") {
      return await measureReplay(SCENARIOS.find(({ name }) => name === "f")!, folder);
    }
    if (work === "compare") return await measureCompare(folder);
    if (work === "sweep") return await measureSweep(folder);
    if (work === "dashboard") return await measureDashboard(folder);
    if (work === "venue") return await measureVenue();
    if (work === "e") return [await measureReadmeCommand(folder)];
    if (work === "cycles") {
      const three = SCENARIOS.find(({ name }) => name === "c")!;
      return await measureCycles({ ...three, interval: "15m", candles: "15m", days: 180 }, folder);
    }
    const scenario = SCENARIOS.find(({ name }) => name === work.split("-")[0])!;
    return [await (work.endsWith("-whole") ? measureWhole : measureScenario)(scenario, folder)];
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** A process for each work: what one leaves in memory and in compiled code must not help or burden the next. */
async function measureApart(work: string): Promise<readonly Measured[]> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", import.meta.filename!, CHILD, work],
  }).output();
  if (!success) throw new Error(`work ${work} failed: ${new TextDecoder().decode(stderr)}`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

function tableOf(measured: readonly Measured[]): string {
  const table = new Table({
    head: [
      "work",
      "M candles/s",
      "decisions/s",
      "requests/s",
      "p99 ms",
      "runs/s",
      "× cores",
      "ms a run",
      "first s",
      "best s",
      "peak MB",
      "to bare loop",
    ],
    style: { head: [], border: [] },
    colAligns: ["left", ...Array(11).fill("right")],
  });
  for (const one of measured) {
    const about = SCENARIOS.find(({ name }) => name === one.name)?.about;
    table.push([
      about === undefined ? one.name : `${one.name}: ${about}`,
      one.candlesPerSecond === undefined ? "" : (one.candlesPerSecond / 1e6).toFixed(2),
      one.decisionsPerSecond === undefined ? "" : Math.round(one.decisionsPerSecond).toLocaleString("en-US"),
      one.requestsPerSecond === undefined ? "" : Math.round(one.requestsPerSecond).toLocaleString("en-US"),
      one.p99Ms?.toFixed(1) ?? "",
      one.runsPerSecond?.toFixed(1) ?? "",
      one.scaling?.toFixed(2) ?? "",
      one.msPerRun?.toFixed(2) ?? "",
      secondsOf(one.firstSeconds),
      secondsOf(one.bestSeconds),
      one.peakMb?.toFixed(0) ?? "",
      one.ratioToBareLoop?.toFixed(2) ?? "",
    ]);
  }
  return table.toString();
}

/** Short times in µs: a cycle's. */
function secondsOf(seconds: number | undefined): string {
  if (seconds === undefined) return "";
  return seconds < 1e-3 ? `${(seconds * 1e6).toFixed(1)} µs` : seconds.toFixed(3);
}

function publicFields({ firstSeconds: _first, bestSeconds: _best, ...rest }: Measured): Measured {
  return rest;
}

if (Deno.args[0] === CHILD) {
  console.log(JSON.stringify(await measureOne(Deno.args[1])));
} else {
  const wanted = Deno.args.filter((arg) => arg !== "--json");
  const unknown = wanted.find((work) => !WORKS.includes(work));
  if (unknown !== undefined) {
    console.error(`unknown work ${unknown}; wanted some of ${WORKS.join(", ")}, or none for all`);
    Deno.exit(2);
  }
  const measured: Measured[] = [];
  for (const work of wanted.length === 0 ? WORKS : wanted) measured.push(...await measureApart(work));
  console.log(
    Deno.args.includes("--json") ? JSON.stringify(measured.map(publicFields), null, 2) : tableOf(measured),
  );
}
