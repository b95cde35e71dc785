/** Ways in which a run's diary can be damaged, and what is said of each. */

/** The lines of a diary, to be changed in place. */
export type Lines = string[];

/** What is done to the lines of a diary (or the text that then stands in the file), and what is said of it. */
export const DIARY_DAMAGES: readonly (readonly [
  what: string,
  change: (lines: Lines, foreign: readonly string[]) => string | void,
  said: RegExp,
])[] = [
  [
    "a figure changed",
    (lines) => void (lines[3] = lines[3].replace('"close":', '"close":1')),
    /diary\.jsonl, line 4: its hash does not follow/,
  ],
  [
    "a line torn at the end",
    (lines) => text(lines).slice(0, -20),
    /it has a torn line \d+, wanted \d+ whole/,
  ],
  ["a line torn in the middle", (lines) => void (lines[2] = lines[2].slice(0, -20)), /line 3: not JSON/],
  ["a line taken out", (lines) => void lines.splice(2, 1), /line 3: seq 3 where 2 was expected/],
  ["two lines swapped", (lines) => void lines.splice(2, 2, lines[3], lines[2]), /line 3: seq 3 where 2/],
  ["a line put in", (lines) => void lines.splice(2, 0, '{"note":"hello"}'), /line 3: no seq and hash/],
  [
    "a line of another run",
    (lines, foreign) => void (lines[2] = foreign[2]),
    /line 3: its hash does not follow/,
  ],
  ["another run's diary", (_lines, foreign) => text(foreign), /its key is [0-9a-f]{32}, wanted [0-9a-f]{32}/],
  [
    "the last line twice",
    (lines) => void lines.push(lines.at(-1)!),
    /line \d+: seq \d+ where \d+ was expected/,
  ],
  ["the end cut off", (lines) => void lines.pop(), /it has \d+ lines, wanted \d+/],
  ["nothing left", () => "", /it has 0 lines, wanted \d+/],
  [
    "zeros at the end",
    (lines) => text(lines) + "\0".repeat(4096),
    /it has a torn line \d+, wanted \d+ whole/,
  ],
  ["zeros and nothing else", () => "\0".repeat(4096), /it has a torn line 1, wanted \d+ whole/],
  ["line ends of Windows", (lines) => lines.join("\r\n") + "\r\n", /line 1: it ends with CR LF/],
  ["a byte order mark", (lines) => "\ufeff" + text(lines), /line 1: it begins with a byte order mark/],
];

/** Lines as they stand in a file. */
export function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

/** A file of a run and what stands in it then; null: it is gone. */
export interface ChangedFile {
  readonly name: string;
  readonly content: string | null;
}

/** A copy of a run under another name, with one of its files changed. */
export function damagedCopy(folder: string, copy: string, { name, content }: ChangedFile): void {
  Deno.mkdirSync(copy);
  for (const file of ["run.json", "diary.jsonl"]) Deno.copyFileSync(`${folder}/${file}`, `${copy}/${file}`);
  if (content === null) Deno.removeSync(`${copy}/${name}`);
  else Deno.writeTextFileSync(`${copy}/${name}`, content);
}
