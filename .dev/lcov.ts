/**
 * Reading an lcov report: lines found and run for each file, summed by room, judged by a floor.
 * @module
 */

/** How many lines of one file can run, and how many did. */
export interface FileCoverage {
  /** Path from the project's root. */
  readonly path: string;
  readonly found: number;
  readonly hit: number;
}

/** The share of lines that every one of the rooms must reach. */
export interface Floor {
  readonly rooms: readonly string[];
  readonly floor: number;
}

const WORST_FILES = 10;

/** The files of an lcov report. A file named twice counts a line as run where either record says so. */
export function parseLcov(text: string, root: string): FileCoverage[] {
  const files = new Map<string, Map<string, boolean>>();
  let lines = new Map<string, boolean>();
  for (const row of text.split("\n")) {
    if (row.startsWith("SF:")) {
      const path = row.slice(3).replace("file://", "").replace(root, "");
      lines = files.get(path) ?? new Map();
      files.set(path, lines);
    } else if (row.startsWith("DA:")) {
      const [line, count] = row.slice(3).split(",");
      lines.set(line, lines.get(line) === true || Number(count) > 0);
    }
  }
  return [...files].map(([path, seen]) => {
    return { path, found: seen.size, hit: [...seen.values()].filter(Boolean).length };
  });
}

/** One sentence for each room that is below the floor, or that nothing was measured of. */
export function belowFloor({ rooms, floor }: Floor, files: readonly FileCoverage[]): string[] {
  return rooms.flatMap((room) => {
    const { found, hit } = sumOf(room, files);
    if (found === 0) return [`coverage: no line of ${room}/ was measured`];
    if (hit / found >= floor) return [];
    return [
      `coverage: the tests run ${percent(hit / found)} of the lines of ${room}/, at least ${
        percent(floor)
      } wanted`,
    ];
  });
}

/** The rooms with their sums, and under them the files with the smallest shares. */
export function tableOf(rooms: readonly string[], files: readonly FileCoverage[]): string {
  const worst = files.filter((file) => file.hit < file.found).sort((a, b) => share(a) - share(b));
  const rows = [...rooms.map((room) => sumOf(room, files)), ...worst.slice(0, WORST_FILES)];
  const line = (file: FileCoverage) =>
    `${percent(share(file)).padStart(8)}  ${`${file.hit} of ${file.found}`.padStart(14)}  ${file.path}`;
  return ["   lines             run  file", ...rows.map(line)].join("\n");
}

function sumOf(room: string, files: readonly FileCoverage[]): FileCoverage {
  const own = files.filter((file) => file.path.startsWith(`${room}/`));
  const sum = (field: "found" | "hit") => own.reduce((total, file) => total + file[field], 0);
  return { path: `${room}/`, found: sum("found"), hit: sum("hit") };
}

function share(file: FileCoverage): number {
  return file.found === 0 ? 1 : file.hit / file.found;
}

/** Rounded down, so that what is below the floor never looks like the floor. */
function percent(part: number): string {
  return `${(Math.floor(part * 1000) / 10).toFixed(1)} %`;
}
