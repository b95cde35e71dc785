/** `verify` from outside: what it says of a whole diary, and of each way in which a run's files can be damaged. */

import assert from "node:assert/strict";
import { atWork, inPairs, type Result, taskWords, type Workplace } from "./workplace.ts";

const RUN = "--from 2024-02-05 --to 2024-02-07 --interval 4h --assets BTC --agent random --no-progress";

type Lines = string[];

/** What is done to the lines of a diary (or the text that then stands in the file), and what verify says of it. */
const CHANGES: readonly (readonly [what: string, change: (lines: Lines) => string | void, said: RegExp])[] = [
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
  ["a line of another run", (lines) => void (lines[2] = foreign[2]), /line 3: its hash does not follow/],
  ["another run's diary", () => text(foreign), /its key is [0-9a-f]{32}, wanted [0-9a-f]{32}/],
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

/** The same for the run's manifest: null takes the file away. */
const MANIFESTS: readonly (readonly [what: string, change: (text: string) => string | null, said: RegExp])[] =
  [
    ["run.json missing", () => null, /cannot read \S+run\.json: No such file/],
    ["run.json empty", () => "", /run\.json is damaged: not JSON/],
    ["run.json half written", (text) => text.slice(0, text.length / 2), /run\.json is damaged: not JSON/],
    [
      "run.json without a field",
      (text) => text.replace('"agent"', '"age"'),
      /run\.json is damaged: field agent/,
    ],
    [
      "run.json without the end",
      (text) => text.replace(/"diary": \{[^}]*\}/, '"diary": null'),
      /it is finished, and run\.json has no end of it/,
    ],
    ["run.json of another run", (text) => text.replace(/"key": "./, '"key": "x'), /its key is \w+, wanted x/],
  ];

/** The lines of a run with another seed. */
let foreign: readonly string[] = [];

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

async function verify(place: Workplace, run: string): Promise<Result> {
  return await place.command([...taskWords("verify"), run]);
}

/** A file of a run and what stands in it then; null: it is gone. */
interface ChangedFile {
  readonly name: string;
  readonly content: string | null;
}

/** A copy of a run under another name, with one of its files changed. */
function damagedCopy(folder: string, copy: string, { name, content }: ChangedFile): void {
  Deno.mkdirSync(copy);
  for (const file of ["run.json", "diary.jsonl"]) Deno.copyFileSync(`${folder}/${file}`, `${copy}/${file}`);
  if (content === null) Deno.removeSync(`${copy}/${name}`);
  else Deno.writeTextFileSync(`${copy}/${name}`, content);
}

Deno.test("verify finds a run's files whole, and names what is damaged in them", () =>
  atWork(async (place) => {
    const { folder, lines } = await place.good(RUN);
    foreign = (await place.good(`${RUN} --seed 2`)).lines;
    const good = await verify(place, folder);
    assert.deepEqual([good.code, good.err], [0, ""]);
    assert.match(good.out, /\/runs\/[0-9a-f]{8}\/diary\.jsonl: \d+ lines, each follows .* run\.json\.\n$/);
    const json = Deno.readTextFileSync(`${folder}/run.json`);
    const damages = [
      ...CHANGES.map(([what, change, said]) => {
        const copy = [...lines];
        return { what, said, name: "diary.jsonl", content: change(copy) ?? text(copy) };
      }),
      ...MANIFESTS.map(([what, change, said]) => ({ what, said, name: "run.json", content: change(json) })),
      { what: "no diary", said: /cannot read \S+diary\.jsonl: No such/, name: "diary.jsonl", content: null },
    ];
    await inPairs(damages, async ({ what, said, name, content }) => {
      const copy = `${place.path}/runs/${what.replaceAll(/\W/g, "-")}`;
      damagedCopy(folder, copy, { name, content });
      const { code, out, err } = await verify(place, copy);
      assert.deepEqual([code, out], [1, ""], what);
      assert.match(err, said, what);
      assert.match(err, /^[^\n]+\ntry: deno task verify --help\n$/, what);
    });
  }));
