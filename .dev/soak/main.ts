/** `deno task soak`: a paper run over a venue at speed, with its dashboard watched, for hours; says whether anything grows. */
import { parseArgs } from "node:util";
import { startCommand } from "../demo/demo_process.ts";
import { flagsOrUsage } from "../flags_or_usage.ts";
import { residentMb } from "../resident_memory.ts";
import { bytesIn, type Sample, soakRows } from "./samples.ts";

const USAGE = "Usage: deno task soak [--minutes 120] [--speed 600] [--agent random] [--interval 15m]";
const TRIES = 600;

interface Choice {
  readonly minutes: number;
  readonly speed: number;
  readonly agent: string;
  readonly interval: string;
}

function choiceTyped(): Choice {
  const { values: { agent, interval, ...numbers } } = flagsOrUsage(USAGE, () =>
    parseArgs({
      options: {
        minutes: { type: "string", default: "120" },
        speed: { type: "string", default: "600" },
        agent: { type: "string", default: "random" },
        interval: { type: "string", default: "15m" },
      },
    }));
  const [minutes, speed] = [numbers.minutes, numbers.speed].map(Number);
  if (!(minutes > 0) || !(speed > 0)) {
    console.error("soak: --minutes and --speed are numbers above 0");
    Deno.exit(2);
  }
  return { minutes, speed, agent, interval };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The folder of the one run that is written. */
async function runIn(folder: string): Promise<string> {
  for (let tries = 0; tries < TRIES; tries++) {
    const found = [...Deno.readDirSync(folder)].find(({ name, isDirectory }) =>
      isDirectory && !name.startsWith(".")
    );
    if (found !== undefined) return `${folder}/${found.name}`;
    await pause(100);
  }
  throw new Error(`no run began in ${folder}`);
}

/** Follows the run as an open page does; resolves with how many events came. */
async function follow(url: string, signal: AbortSignal): Promise<number> {
  const { body } = await fetch(url);
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
  signal.addEventListener("abort", () => void reader.cancel());
  let events = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    events += part.value.split("event:").length - 1;
  }
  return events;
}

/** Counts whole cycles as the diary grows: each byte is read once. */
class CycleCount {
  readonly #path: string;
  #read = 0;
  cycles = 0;

  constructor(path: string) {
    this.#path = path;
  }

  look(): number {
    using file = Deno.openSync(this.#path);
    file.seekSync(this.#read, Deno.SeekMode.Start);
    const part = new Uint8Array(Math.max(0, file.statSync().size - this.#read));
    const count = file.readSync(part) ?? 0;
    const text = new TextDecoder("latin1").decode(part.subarray(0, count));
    const end = text.lastIndexOf("\n") + 1;
    this.#read += end;
    this.cycles += text.slice(0, end).split('"kind":"cycle"').length - 1;
    return this.cycles;
  }
}

async function soak(choice: Choice): Promise<boolean> {
  const folder = await Deno.makeTempDir({ prefix: "reprise-soak-" });
  await Deno.mkdir(`${folder}/runs`);
  const { speed, minutes, agent, interval } = choice;
  const env = { NO_COLOR: "1" };
  const served = ["--from", "2024-01", "--port", "0", "--speed", String(speed), "--limits", "off"];
  const venue = startCommand(["venue", ...served, "--runs", `${folder}/accounts`], env);
  const [, address] = await venue.found(/http:\/\/(\S+)\/info/);
  const hosts = { ...env, HYPERLIQUID_BASE_URL: `http://${address}`, BINANCE_BASE_URL: `http://${address}` };
  const flags = ["--agent", agent, "--interval", interval, "--runs", `${folder}/runs`, "--json"];
  const paper = startCommand(["paper", ...flags, "--dashboard", "--dashboard-port", "0"], hosts);
  const failed = Promise.race([venue, paper].map((one) => one.ended.then(() => one.log().slice(-4000))));
  const run = await Promise.race([runIn(`${folder}/runs`), failed.then((log): never => fail(log))]);
  const [, pages] = await paper.found(/dashboard\W+(http:\/\/[\w.:]+)/);
  const stop = new AbortController();
  const events = follow(`${pages}/api/runs/${run.split("/").at(-1)}/events`, stop.signal);
  const count = new CycleCount(`${run}/diary.jsonl`);
  const samples: Sample[] = [];
  const began = performance.now();
  const every = Math.max(1000, minutes * 60_000 / 240);
  console.log(
    `soak of ${minutes} min at ${speed} times the wall's time, ${agent} at ${interval}, in ${folder}`,
  );
  while (performance.now() - began < minutes * 60_000) {
    const over = await Promise.race([pause(every).then(() => null), failed]);
    if (over !== null) fail(over);
    const memoryMb = { venue: residentMb(venue.pid), "paper and its dashboard": residentMb(paper.pid) };
    const atS = Math.round((performance.now() - began) / 1000);
    samples.push({ atS, memoryMb, files: bytesIn(run), cycles: count.look() });
    console.log(JSON.stringify(samples.at(-1)));
  }
  stop.abort();
  const seen = await events;
  await paper.stop();
  await venue.stop();
  const isFlat = told(samples, seen);
  const id = run.split("/").at(-1)!;
  const verified = startCommand(["verify", id, "--runs", `${folder}/runs`], env);
  const code = await verified.ended;
  console.log(verified.log().trim());
  if (isFlat && code === 0) await Deno.remove(folder, { recursive: true });
  return isFlat && code === 0;
}

function fail(log: string): never {
  throw new Error(`a process ended by itself:\n${log}`);
}

function told(samples: readonly Sample[], events: number): boolean {
  const { cycles, atS } = samples.at(-1)!;
  console.log(`\n${cycles} cycles in ${atS} s, ${events} events followed. Second quarter, last quarter:`);
  const rows = soakRows(samples);
  for (const { name, unit, early, late, isFlat } of rows) {
    console.log(
      `  ${name.padEnd(26)} ${early.toFixed(0).padStart(9)} ${late.toFixed(0).padStart(9)} ${unit}  ${
        isFlat ? "flat" : "GROWS"
      }`,
    );
  }
  return rows.every(({ isFlat }) => isFlat) && events > 0 && cycles > 0;
}

if (import.meta.main) Deno.exit(await soak(choiceTyped()) ? 0 : 1);
