/** What a soak looks at, over and over: the memory of each process, the bytes of each file of the run, and its cycles. */

/** One look. */
export interface Sample {
  /** Since the soak began, s. */
  readonly atS: number;
  /** Resident memory of each process, MB. */
  readonly memoryMb: Readonly<Record<string, number>>;
  /** Bytes of each file of the run. */
  readonly files: Readonly<Record<string, number>>;
  /** Whole cycles in the diary. */
  readonly cycles: number;
}

/** One row of the table at the end. */
export interface SoakRow {
  readonly name: string;
  readonly unit: string;
  /** Of the second quarter of the soak, and of the last one: what the first needs to warm up does not count. */
  readonly early: number;
  readonly late: number;
  /** Whether the later one is no more than `SLACK` of the earlier. */
  readonly isFlat: boolean;
}

/** More than this, and something grows. */
const SLACK = 1.2;
/** Files of so few bytes are what a process is, not what it has gathered. */
const LEAST_BYTES = 64_000;

/** Memory by its highest look, files by their growth a cycle, of the second quarter against the last one. */
export function soakRows(samples: readonly Sample[]): readonly SoakRow[] {
  const quarter = Math.floor(samples.length / 4);
  if (quarter < 2) {
    throw new Error(`a soak of ${samples.length} looks is too short to say anything; wanted 8 at least`);
  }
  const early = samples.slice(quarter, 2 * quarter);
  const late = samples.slice(-quarter);
  const memory = Object.keys(late[0].memoryMb).map((name) =>
    row(
      `memory of ${name}`,
      "MB",
      [early, late].map((looks) => Math.max(...looks.map((look) => look.memoryMb[name]))),
    )
  );
  const grown = Object.keys(late.at(-1)!.files).filter((name) => late.at(-1)!.files[name] >= LEAST_BYTES);
  const files = grown.map((name) =>
    row(name, "bytes a cycle", [early, late].map((looks) => growth(looks, name)))
  );
  return [...memory, ...files];
}

function row(name: string, unit: string, [early, late]: readonly number[]): SoakRow {
  return { name, unit, early, late, isFlat: late <= early * SLACK };
}

function growth(looks: readonly Sample[], name: string): number {
  const [first, last] = [looks[0], looks.at(-1)!];
  return ((last.files[name] ?? 0) - (first.files[name] ?? 0)) / Math.max(1, last.cycles - first.cycles);
}

/** Bytes of all files in a folder and its folders, by name; those of one folder below together. */
export function bytesIn(folder: string): Record<string, number> {
  const bytes: Record<string, number> = {};
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    // Files that come and go, like a command that is being answered, may be gone by now.
    const size = isDirectory ? Object.values(bytesIn(path)).reduce((sum, one) => sum + one, 0) : sizeOf(path);
    bytes[isDirectory ? `${name}/` : name] = size;
  }
  return bytes;
}

function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}
