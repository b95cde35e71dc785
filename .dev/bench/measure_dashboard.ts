/** Measures the dashboard on a diary of a million lines: the first page, pages of 200, jumps, and the memory it holds. */
import {
  CHAIN_START,
  type ChainEnd,
  chainLine,
  DIARY_SCHEMA,
  type DiaryEntry,
  type Fill,
} from "../../engine/mod.ts";
import { MANIFEST_SCHEMA } from "../../engine/mod.ts";
import { startCommand } from "../demo/demo_process.ts";
import type { Measured } from "./measure.ts";

const LINES = 1_000_000;
const RUN = "0000beef";
const KEY = "00000000000000000000000000000000";
const QUARTER_MS = 900_000;
const JUMPS = 40;
const PAGES = 40;
/** What the page of a run asks for before it shows anything, all at once. */
const FIRST_PAGE = [
  "/",
  "/style.css",
  "/client.js",
  "/api/runs",
  `/api/runs/${RUN}`,
  `/api/runs/${RUN}/diary?kind=thought&limit=40`,
  `/api/runs/${RUN}/diary?from=-200`,
];

/** Writes the diary, starts the dashboard in a process of its own, and asks it. */
export async function measureDashboard(folder: string): Promise<readonly Measured[]> {
  await writeRun(`${folder}/${RUN}`);
  const server = startCommand(["dashboard", "--port", "0", "--runs", folder], { NO_COLOR: "1" });
  try {
    const [, address] = await server.found(/http:\/\/(127\S+)/);
    const seconds = (path: string): Promise<number> => timed(`http://${address}${path}`);
    const began = performance.now();
    await Promise.all(FIRST_PAGE.map(seconds));
    const first = (performance.now() - began) / 1000;
    const run = async () => (await (await fetch(`http://${address}/api/runs/${RUN}`)).json()).reading;
    let reading = await run();
    const during = await seconds(`/api/runs/${RUN}/diary?from=0`);
    for (; reading.bytes < reading.size; reading = await run()) {
      await new Promise((go) => setTimeout(go, 200));
    }
    if (reading.lines !== LINES) throw new Error(`it read ${reading.lines} lines: ${reading.fault}`);
    const whole = (performance.now() - began) / 1000;
    const pages = await several(
      PAGES,
      (at) => seconds(`/api/runs/${RUN}/diary?from=${at * 23_001}&limit=200`),
    );
    const jumps = await several(JUMPS, (at) => seconds(`/api/runs/${RUN}/moment?cycle=${1 + at * 24_001}`));
    const peakMb = await peakOf(address);
    return [
      { name: "dashboard: first page of 1,000,000 lines", firstSeconds: first, peakMb },
      { name: "dashboard: a page of 200 while they are read", firstSeconds: during },
      { name: "dashboard: all of them read and checked", firstSeconds: whole },
      { name: "dashboard: a page of 200", p99Ms: Math.max(...pages) * 1000, bestSeconds: Math.min(...pages) },
      {
        name: "dashboard: a jump to a cycle",
        p99Ms: Math.max(...jumps) * 1000,
        bestSeconds: Math.min(...jumps),
      },
    ];
  } finally {
    await server.stop();
  }
}

async function several(count: number, one: (at: number) => Promise<number>): Promise<number[]> {
  const seconds: number[] = [];
  for (let at = 0; at < count; at++) seconds.push(await one(at));
  return seconds;
}

async function timed(url: string): Promise<number> {
  const began = performance.now();
  const response = await fetch(url);
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return (performance.now() - began) / 1000;
}

/** The highest memory of the process that listens there, MB; NaN where the system does not tell. */
async function peakOf(address: string): Promise<number> {
  if (Deno.build.os !== "linux") return NaN;
  const port = Number(address.split(":")[1]).toString(16).toUpperCase().padStart(4, "0");
  const inode = new RegExp(`:${port} 00000000:0000 0A(?:\\s+\\S+){5}\\s+(\\d+)`).exec(
    Deno.readTextFileSync("/proc/net/tcp"),
  )?.[1];
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name) || !holds(name, `socket:[${inode}]`)) continue;
    return Number(/VmHWM:\s+(\d+)/.exec(Deno.readTextFileSync(`/proc/${name}/status`))?.[1]) / 1024;
  }
  return NaN;
}

function holds(pid: string, link: string): boolean {
  try {
    return [...Deno.readDirSync(`/proc/${pid}/fd`)].some(({ name }) =>
      linkOf(`/proc/${pid}/fd/${name}`) === link
    );
  } catch {
    return false; // a process that has ended, or is somebody else's
  }
}

function linkOf(path: string): string | null {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return null; // closed in between
  }
}

/** A finished run of a million lines: idle cycles, and a trade now and then. */
async function writeRun(path: string): Promise<void> {
  await Deno.mkdir(path, { recursive: true });
  const file = await Deno.open(`${path}/diary.jsonl`, { write: true, create: true });
  const encoder = new TextEncoder();
  let end: ChainEnd = { seq: 0, hash: CHAIN_START };
  let text = "";
  for (let seq = 0; seq < LINES; seq++) {
    const line = chainLine(end, seq === 0 ? { kind: "run", schema: DIARY_SCHEMA, key: KEY } : cycle(seq));
    end = { seq: seq + 1, hash: line.hash };
    text += `${line.text}\n`;
    if (text.length < 1 << 20 && seq < LINES - 1) continue;
    for (let bytes = encoder.encode(text); bytes.length > 0;) bytes = bytes.subarray(file.writeSync(bytes));
    text = "";
  }
  file.close();
  const range = { from: 0, until: LINES * QUARTER_MS };
  const manifest = {
    ...{
      schema: MANIFEST_SCHEMA,
      id: RUN,
      mode: "backtest",
      key: KEY,
      agent: "trend",
      codeRevision: "bench",
    },
    settings: { assets: ["BTC"], interval: "15m", profile: { name: "conservative" } },
    data: { source: "made up", synthetic: true, files: [], gaps: 0 },
    ...{ range, started: new Date(0).toISOString(), ended: new Date(1).toISOString(), status: "finished" },
    diary: { lines: LINES, lastHash: end.hash },
    ...{ metrics: null, benchmark: null, warnings: [] },
  };
  await Deno.writeTextFile(`${path}/run.json`, JSON.stringify(manifest));
}

function cycle(seq: number): DiaryEntry {
  const close = seq * QUARTER_MS;
  const equityUsd = 10_000 + Math.sin(seq / 500) * 300;
  const base = { observationHash: "0123456789abcdef", decisionsHash: "fedcba9876543210" };
  const fill: Fill = {
    ...{ kind: "fill", time: close, asset: "BTC", side: seq % 40 === 0 ? "buy" : "sell", size: 0.1 },
    ...{ price: 40_000, feeUsd: 1.8, realizedPnlUsd: 0, clientOrderId: null, liquidation: false },
  };
  const traded = seq % 20 === 0 ? { fills: [fill], summary: "It crossed." } : {};
  return { kind: "cycle", close, ...base, balanceUsd: 10_000, equityUsd, ...traded };
}
