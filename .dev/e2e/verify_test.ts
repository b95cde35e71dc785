/** `verify` from outside: what it says of a whole diary, and of each way in which a run's files can be damaged. */

import assert from "node:assert/strict";
import { damagedCopy, DIARY_DAMAGES, text } from "./damages.ts";
import { atWork, inPairs, type Result, taskWords, type Workplace } from "./workplace.ts";

const RUN = "--from 2024-02-05 --to 2024-02-07 --interval 4h --assets BTC --agent random --no-progress";

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

async function verify(place: Workplace, run: string): Promise<Result> {
  return await place.command([...taskWords("verify"), run]);
}

Deno.test("verify finds a run's files whole, and names what is damaged in them", () =>
  atWork(async (place) => {
    const { folder, lines } = await place.good(RUN);
    const { lines: foreign } = await place.good(`${RUN} --seed 2`);
    const good = await verify(place, folder);
    assert.deepEqual([good.code, good.err], [0, ""]);
    assert.match(good.out, /\/runs\/[0-9a-f]{8}\/diary\.jsonl: \d+ lines, each follows .* run\.json\.\n$/);
    const json = Deno.readTextFileSync(`${folder}/run.json`);
    const damages = [
      ...DIARY_DAMAGES.map(([what, change, said]) => {
        const copy = [...lines];
        return { what, said, name: "diary.jsonl", content: change(copy, foreign) ?? text(copy) };
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
