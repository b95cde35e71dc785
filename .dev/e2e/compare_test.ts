/** `compare` from outside: two runs, a family, and all that cannot be compared. */

import assert from "node:assert/strict";
import { atWork, type Result, taskWords, type Workplace } from "./workplace.ts";

const MONTHS = "--from 2024-01 --to 2024-02 --interval 4h --no-progress --no-benchmark";

async function compare(place: Workplace, ...words: string[]): Promise<Result> {
  return await place.command([...taskWords("compare"), ...words]);
}

function assertRefused({ code, out, err }: Result, wanted: number, said: RegExp): void {
  assert.match(err, said);
  assert.deepEqual([code, out], [wanted, ""], err);
  assert.match(err, /^[^\n]+\ntry: deno task compare --help\n$/);
}

Deno.test("two runs are compared, by their indexes as by their diaries; the same seed, the same bytes", () =>
  atWork(async (place) => {
    const one = await place.good(`${MONTHS} --agent random`);
    const other = await place.good(`${MONTHS} --agent random --seed 2`);
    const words = [one.manifest.id, other.manifest.id, "--draws", "999"];
    const { code, out, err } = await compare(place, ...words);
    assert.deepEqual([code, err], [0, ""]);
    assert.match(out, /\n {2}seed +1 +2\n/);
    assert.match(out, /\n {2}mean daily return( +[+-]\d+\.\d\d bp){3} +\d\.\d+\n/);
    assert.match(out, /\n\n59 days do not tell A and B apart|\n\nOver 59 days [AB] earned more/);
    assert.match(
      out,
      /Parted: 2024-01-0\d \d\d:00 UTC, after \d+ cycles? that are the same, by answer; decisions/,
    );
    const json = JSON.parse((await compare(place, ...words, "--json")).out);
    assert.deepEqual(json.runs.map(({ id }: { id: string }) => id), words.slice(0, 2));
    for (const figure of ["meanReturn", "sharpe", "maxDrawdown"]) {
      const { value, interval } = json.pairs[0].test[figure];
      assert.ok(interval.low < value && value < interval.high, figure);
    }
    assert.equal(json.runs[0].evidence.trials.raw, 2);

    Deno.removeSync(`${one.folder}/index.json`);
    Deno.writeTextFileSync(`${other.folder}/index.json`, "{");
    assert.equal((await compare(place, ...words)).out, out);
    assert.notEqual((await compare(place, ...words, "--seed", "5")).out, out);
  }));

Deno.test("a family is ranked; its members are trials", () =>
  atWork(async (place) => {
    const agents = "--agent random,trend,mean-reversion,buy-and-hold";
    const family = await place.backtest(`${MONTHS} ${agents} --risk conservative,high --json`);
    assert.equal(family.code, 0, family.err);
    const { code, out, err } = await compare(place, "last", "--draws", "999");
    assert.deepEqual([code, err], [0, ""]);
    assert.match(out, /^ {2}family f-[0-9a-f]{8} · \d runs · 2024-01-01 to 2024-02-29\n/);
    assert.match(out, /\n {2}SPA p +\d\.\d+ +Hansen: the best against buy and hold, [0-9a-f]{8}\n/);
    assert.match(out, /trials on this data in the ledger/);
    const { familyId, ranked, verdict } = JSON.parse((await compare(place, "last", "--json")).out);
    assert.equal(familyId, JSON.parse(family.out).familyId);
    const sharpes = ranked.map(({ metrics }: { metrics: { sharpe: number } }) => metrics.sharpe);
    assert.deepEqual(sharpes, sharpes.toSorted((a: number, b: number) => b - a));
    assert.match(verdict, /\(SPA p [^)]+\)/);
    // A family's beginning is enough; a run of it is one run.
    assert.equal((await compare(place, familyId.slice(0, 5), "--draws", "99")).code, 0);
    assertRefused(
      await compare(place, ranked[0].id),
      2,
      /^compare: "[0-9a-f]{8}" is one run; wanted two or more, or a family\n/,
    );
  }));

Deno.test("what cannot be compared is one line, and nothing is written", () =>
  atWork(async (place) => {
    const { manifest: { id }, folder } = await place.good(`${MONTHS} --agent random`);
    const later = await place.good("--from 2024-05 --to 2024-06 --interval 4h --no-progress --agent random");
    const idle = await place.good(
      "--from 2024-01-01 --to 2024-01-01 --interval 4h --no-progress --agent mean-reversion",
    );
    const cases = [
      [[], 2, /^compare: wanted two runs or more, or a family, not none\n/],
      [[id], 2, /^compare: "[0-9a-f]+" is one run; wanted two or more, or a family\n/],
      [["nothing"], 1, /^compare: no family "nothing" in runs; there are none yet\n/],
      [[id, "nothing"], 1, /^compare: no run "nothing" in runs; there are: /],
      [
        ["f-12340000", "f-1"],
        2,
        /^compare: "f-12340000" is a family, which is ranked by itself; wanted one family/,
      ],
      [[id, id], 2, /^compare: run [0-9a-f]+ was named twice; wanted different runs\n/],
      [
        [id, later.manifest.id],
        1,
        /^compare: runs \w+ \(2024-01-01 to 2024-02-29\) and \w+ \(2024-05-01 to 2024-06-30\) do not overlap; wanted/,
      ],
      [
        [id, idle.manifest.id],
        1,
        /^compare: run [0-9a-f]+ made no trade, so there is nothing to go by; wanted one that did\n/,
      ],
      [
        [id, "last", "--draws", "5"],
        2,
        /^compare: --draws "5" cannot be right; wanted a whole number from 99 up\n/,
      ],
      [
        [id, "last", "--seed", "2147483647"],
        2,
        /^compare: --seed "2147483647" cannot be right; wanted 2,147,483,646 at most\n/,
      ],
    ] as const;
    for (const [words, code, said] of cases) assertRefused(await compare(place, ...words), code, said);
    const path = `${folder}/run.json`;
    const failed = JSON.parse(Deno.readTextFileSync(path));
    Deno.writeTextFileSync(path, JSON.stringify({ ...failed, status: "running", metrics: null }));
    assertRefused(
      await compare(place, id, later.manifest.id),
      1,
      /^compare: run \w+ is unfinished and has no figures; wanted a run that ended\n/,
    );
  }));

Deno.test("runs on different data are shown side by side, and not tested", () =>
  atWork(async (place) => {
    const one = await place.good(`${MONTHS} --agent random`);
    const other = await place.good(`${MONTHS} --agent random --seed 2`);
    const path = `${other.folder}/run.json`;
    const manifest = JSON.parse(Deno.readTextFileSync(path));
    for (const file of manifest.data.files) file.sha256 = "0".repeat(64);
    Deno.writeTextFileSync(path, JSON.stringify(manifest));
    const { code, out, err } = await compare(place, one.manifest.id, other.manifest.id);
    assert.deepEqual([code, err], [1, ""]);
    assert.match(out, /\n {2}return +[+-]\d+\.\d\d % +[+-]\d+\.\d\d %/);
    assert.match(out, /\n {2}Not tested: different data: BTC /);
    assert.match(
      out.replace(/\s+/g, " "),
      /A and B were not tested: different data: .* has another SHA-256 in each\. $/,
    );
    assert.ok(!out.includes(" bp"));
  }));
