/** `verify` from outside: what it says of a whole diary, and of each way in which one can be changed. */

import assert from "node:assert/strict";
import { atWork, taskWords } from "./workplace.ts";

const RUN = "--from 2024-02-05 --to 2024-02-07 --interval 4h --assets BTC --agent random --no-progress";

/** What is done to the lines of a diary, and what verify says then, after the path. */
const CHANGES: readonly (readonly [what: string, change: (lines: string[]) => void, said: RegExp])[] = [
  [
    "a figure changed",
    (lines) => void (lines[3] = lines[3].replace('"close":', '"close":1')),
    /line 4: its hash/,
  ],
  ["a line taken out", (lines) => void lines.splice(2, 1), /line 3: seq 3 where 2 was expected/],
  ["two lines swapped", (lines) => void lines.splice(2, 2, lines[3], lines[2]), /line 3: seq 3 where 2/],
  ["a line put in", (lines) => void lines.splice(2, 0, '{"note":"hello"}'), /line 3: no seq and hash/],
  ["the end cut off", (lines) => void lines.pop(), /it has \d+ lines, wanted \d+/],
];

Deno.test("verify finds a run's diary whole, and names the first line that was changed", () =>
  atWork(async (place) => {
    const { folder } = await place.good(RUN);
    const path = `${folder}/diary.jsonl`;
    const whole = Deno.readTextFileSync(path);
    const verify = () => place.command([...taskWords("verify"), "last"]);
    const good = await verify();
    assert.deepEqual([good.code, good.err], [0, ""]);
    assert.match(good.out, /^runs\/[0-9a-f]{8}\/diary\.jsonl: \d+ lines, each follows .* run\.json\.\n$/);
    for (const [what, change, said] of CHANGES) {
      const lines = whole.trimEnd().split("\n");
      change(lines);
      Deno.writeTextFileSync(path, `${lines.join("\n")}\n`);
      const { code, out, err } = await verify();
      assert.deepEqual([code, out], [1, ""], what);
      assert.match(err, said, what);
      assert.match(err, /\ntry: deno task verify --help\n$/, what);
    }
  }));
