import assert from "node:assert/strict";
import type { RunManifest } from "../../engine/mod.ts";
import { type FamilyView, renderFamily } from "./family_view.ts";
import { DEFAULTS } from "./options.ts";
import type { PastRun } from "./runs_table.ts";
import { MANIFEST, METRICS } from "./testing/sample.ts";

const MODEL: NonNullable<RunManifest["model"]> = {
  provider: "p",
  model: "m",
  answers: "replay",
  host: null,
  cutoff: null,
  memory: { grade: "CLEAN", overlap: 0 },
  blind: false,
  price: null,
  tableSha256: "00",
};

function run(id: string, given: Partial<RunManifest> = {}): PastRun {
  const manifest = { ...MANIFEST, id, ...given };
  return { manifest, assets: ["BTC"], interval: "1h", profile: "high", folder: `runs/${id}` };
}

function asked(id: string, sample: number, given: Partial<RunManifest> = {}): PastRun {
  const settings = { ...MANIFEST.settings, parameters: { sample } };
  return run(id, { agent: "llm", model: MODEL, settings, ...given });
}

function text(runs: readonly PastRun[], given: Partial<FamilyView> = {}): string {
  const options = {
    assets: ["BTC"],
    interval: "1h",
    runs: DEFAULTS.runs,
  } as unknown as FamilyView["options"];
  const view = { familyId: "f-1", options, results: [], failed: [], notBegun: 0, repeats: [], controls: [] };
  return renderFamily({ ...view, runs, ...given }, { columns: () => 100, colour: false });
}

/** A run under a control with dates of its own. */
function controlled(id: string, name: string): PastRun {
  const { range } = MANIFEST;
  const early = { ...range, from: range.from - 364 * 86_400_000, until: range.until - 364 * 86_400_000 };
  return run(id, { control: { name, range, detail: {} }, range: early });
}

Deno.test("what to type next fits the family: a ranking of one market, else how far a model agrees with itself", () => {
  const next = (runs: readonly PastRun[]): string => /next: {2}(.*)$/.exec(text(runs))![1];
  assert.equal(next([run("a"), run("b")]), "deno task compare f-1");
  assert.equal(next([run("a"), controlled("b", "epoch")]), "deno task runs");
  assert.equal(next([asked("a", 0), asked("b", 1)]), "deno task noise a --samples 10");
  const other = asked("b", 1, { settings: { ...MANIFEST.settings, seed: 7, parameters: { sample: 1 } } });
  assert.equal(next([asked("a", 0), other]), "deno task compare f-1");
  const alias = { name: "alias", range: MANIFEST.range, detail: {} };
  assert.equal(next([asked("a", 0, { control: alias }), asked("b", 0)]), "deno task noise b --samples 10");
});

Deno.test("repeats are counted from 1, and what is the same in all is no column", () => {
  assert.match(
    text([asked("a", 0), asked("b", 1)]),
    /\n {2}run +agent +repeat +return .*\n {2}a +llm +1 .*\n {2}b +llm +2 /,
  );
  assert.doesNotMatch(text([run("a"), run("b")]), /repeat|control|model/);
});

Deno.test("the head has the dates that were recorded, whichever control ranks first", () => {
  assert.match(
    text([controlled("b", "epoch"), run("a")]),
    /^family f-1 · 2 runs on BTC · 1h · 2024-01-01 to 2024-12-31\n/,
  );
});

Deno.test("buy and hold is that of the recorded market, where that is in the family", () => {
  const held = (totalReturn: number) => ({ benchmark: { ...METRICS, totalReturn } });
  const mirror = { name: "mirror", range: MANIFEST.range, detail: {} };
  const mirrored = (id: string): PastRun => run(id, { control: mirror, ...held(0.9) });
  assert.match(
    text([mirrored("a"), run("b", held(0.5))]),
    /Buy and hold beside the recorded market's: \+50\.00 %/,
  );
  assert.match(text([run("a", held(0.5)), run("b", held(0.5))]), /Buy and hold beside them: \+50\.00 %/);
  assert.match(text([mirrored("a"), mirrored("b")]), /Buy and hold beside them: \+90\.00 %/);
});

Deno.test("a reason for a figure that the table does not show is none of the family's", () => {
  const unshown = "drawdown until n/a: the equity is not back yet";
  const said = text([run("a"), run("b")], {
    results: [{ warnings: [unshown, "Settled on 1m candles."] }, {
      warnings: [unshown, "Settled on 1m candles.", "Sharpe n/a: 3 days"],
    }],
  });
  assert.match(said, /\n {2}Settled on 1m candles\.\n/);
  assert.doesNotMatch(said, /not back yet|More is said/);
  const own = text([run("a"), run("b")], { results: [{ warnings: [] }, { warnings: ["3 rows were bad."] }] });
  assert.match(own, /\n {2}More is said of 1 run: --json shows it\.\n/);
});

Deno.test("what a control changed is a table with what it means, and with a model what it cannot show", () => {
  const agreement = { points: 1000, equal: 900, acted: 40, actedEqual: 10 };
  const report = { runIds: ["b"], control: "alias", agent: "llm", agreement };
  const daily = { mean: 0.0002, interval: { low: -0.0001, high: 0.0005 }, least: 0.0002, most: 0.0002 };
  const said = text([run("a"), controlled("b", "alias")], {
    controls: [
      { ...report, memory: "MIXED", dailyReturn: daily },
      {
        ...report,
        runIds: ["c"],
        control: "mirror",
        dailyReturn: null,
        agreement: { ...agreement, acted: 0 },
      },
    ],
  });
  assert.match(
    said,
    /\n {2}b +llm +alias +90\.00 % +1,000 +25\.00 % +40 +\+2\.00 bp +-1\.00 bp +\+5\.00 bp\n/,
  );
  assert.match(said, /\n {2}c +llm +mirror +90\.00 % +1,000 +n\/a +0\n/);
  assert.match(said, /Memory of the period: MIXED\./);
  assert.match(said, /1 run of each tells little: --seed 1\.\.5 plays five/);
  assert.doesNotMatch(said, /each:|draws its lots/);
  assert.ok(said.split("\n").every((line) => line.length <= 100), said);
});

Deno.test("several runs under a control are one row with their number and spread, and no advice to play more", () => {
  const agreement = { points: 1000, equal: 900, acted: 40, actedEqual: 10 };
  const dailyReturn = {
    mean: 0.0002,
    interval: { low: -0.0001, high: 0.0005 },
    least: -0.0003,
    most: 0.0007,
  };
  const report = {
    runIds: ["b", "c", "d", "e", "f"],
    control: "alias",
    agent: "llm",
    agreement,
    dailyReturn,
  };
  const told = (given: object) => text([run("a"), run("b")], { controls: [{ ...report, ...given }] });
  const said = told({ memory: "MIXED" });
  assert.match(
    said,
    /\n {2}runs +agent .* each\n {5}5 +llm +alias .* \+5\.00 bp +-3\.00 to \+7\.00 bp\n/,
  );
  assert.doesNotMatch(said, /tells little/);
  assert.match(told({ agent: "random" }), /random draws its lots by names and times/);
  assert.doesNotMatch(told({ agent: "random", control: "rescale:2" }), /draws its lots/);
});

Deno.test("seeds that differ are a column, and name the run that failed", () => {
  const seeded = (id: string, seed: number) => run(id, { settings: { ...MANIFEST.settings, seed } });
  assert.match(text([seeded("a", 1), seeded("b", 2)]), /\n {2}run +agent +seed .*\n {2}a +\S+ +1 /);
  const failed = [{ agent: "random", control: "alias", seed: 2, fault: "no luck" }];
  assert.match(text([run("a")], { failed }), /random alias seed 2 failed: no luck/);
});

Deno.test("no line is wider than the terminal; where all failed there is no table", () => {
  const fault =
    "no answer is recorded for this request: it differs from the nearest of 734 recorded ones first";
  const failed = [{ agent: "llm", prompt: "a.md", fault }];
  const shown = text([run("a"), run("b")], { failed });
  for (const line of shown.split("\n")) assert.ok(line.length <= 100, `${line.length}: ${line}`);
  assert.match(text([], { failed }), /^family f-1 · 0 runs on BTC · 1h\n\n {2}llm a\.md failed: /);
});
