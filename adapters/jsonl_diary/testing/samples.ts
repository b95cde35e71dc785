import {
  CHAIN_START,
  chainLine,
  type CycleEntry,
  type DiaryEntry,
  MANIFEST_SCHEMA,
  type RunManifest,
} from "../../../engine/mod.ts";
import { JsonlDiary } from "../jsonl_diary.ts";

/** The first entry of every sample diary. */
export const RUN: DiaryEntry = { kind: "run", schema: 2, key: "a key" };

/** An idle cycle as it stands in a diary of trades. */
export function cycle(index: number): CycleEntry {
  return {
    kind: "cycle",
    close: 1_704_067_200_000 + index * 900_000,
    observationHash: "0123456789abcdef",
    decisionsHash: "fedcba9876543210",
    balanceUsd: 10_000.123456,
    equityUsd: 10_000 + index / 7,
  };
}

/** Writes a sample diary of this many lines. */
export async function writeSample(path: string, lines: number): Promise<void> {
  const diary = JsonlDiary.create(path, { durable: false });
  diary.append(RUN);
  for (let index = 1; index < lines; index++) diary.append(cycle(index));
  await diary.close();
}

/** The bytes of a sample diary of this many lines. */
export function sample(lines: number): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(sampleLines(lines).map((line) => line + "\n").join(""));
}

/** The lines of a sample diary, without line ends. */
export function sampleLines(count: number): string[] {
  let end = { seq: 0, hash: CHAIN_START };
  return Array.from({ length: count }, (_, index) => {
    const line = chainLine(end, index === 0 ? RUN : cycle(index));
    end = { seq: index + 1, hash: line.hash };
    return line.text;
  });
}

/** The manifest of a run that just began. */
export function manifest(id: string, changes: Partial<RunManifest> = {}): RunManifest {
  return {
    schema: MANIFEST_SCHEMA,
    id,
    mode: "backtest",
    key: "a key",
    agent: "trend",
    settings: { assets: ["BTC"], seed: 1 },
    codeRevision: "unknown",
    data: { source: "synthetic market", synthetic: true, files: [], gaps: 0 },
    range: { from: 0, until: 1 },
    started: "2026-01-02T03:04:05.678Z",
    ended: null,
    status: "running",
    diary: null,
    metrics: null,
    benchmark: null,
    warnings: [],
    ...changes,
  };
}

/** Does something in a folder of its own, which is gone afterwards. */
export async function inTempDir(action: (path: string) => Promise<void> | void): Promise<void> {
  const path = Deno.makeTempDirSync({ prefix: "reprise-diary-" });
  try {
    await action(path);
  } finally {
    Deno.removeSync(path, { recursive: true });
  }
}
