/** How much is noise: a run's questions asked again, whole runs repeated, and a rule, which has none. */

import assert from "node:assert/strict";
import { launchPlan } from "../../adapters/settings/mod.ts";
import { serveScriptedModel } from "../scripted_model/server.ts";
import { cutMarket } from "./cut_market.ts";
import { atWork, type Result, resultOf, ROOT, type Workplace } from "./workplace.ts";

const FLAGS = "--from 2024-01-01 --to 2024-01-04 --agent llm --interval 4h --no-progress";

/** Nobody is asked there. */
const NOBODY = "http://127.0.0.1:4/v1";

/** Runs a command with the permissions that the first process would find, the model's host among them. */
async function run(place: Workplace, typed: string, baseUrl: string): Promise<Result> {
  Deno.writeTextFileSync(
    `${place.path}/.env`,
    `LLM_PROVIDER=scripted\nOPENAI_BASE_URL=${baseUrl}\nOPENAI_API_KEY=k\n`,
  );
  const words = typed.split(" ");
  const { permissions } = launchPlan(words, () => ({ LLM_PROVIDER: "scripted", OPENAI_BASE_URL: baseUrl }));
  return await resultOf(place.spawn([Deno.execPath(), "run", ...permissions, `${ROOT}main.ts`, ...words]));
}

/** The same of one that must go well; what it printed as JSON. */
async function told(place: Workplace, typed: string, baseUrl: string) {
  const { code, out, err } = await run(place, `${typed} --json`, baseUrl);
  assert.deepEqual({ code, err }, { code: 0, err: "" }, typed);
  return JSON.parse(out);
}

Deno.test("a model that never changes its mind agrees in full; new samples are asked for once, kept, and replayed", () =>
  atWork(async (place) => {
    const server = serveScriptedModel();
    try {
      await told(place, `backtest ${FLAGS} --llm record`, server.baseUrl);
      const asked = server.asked();
      const { answers, actions, failed, isRule } = await told(
        place,
        "noise last --samples 3 --llm auto",
        server.baseUrl,
      );
      assert.deepEqual([answers.samples, answers.allEqual, actions.modal, failed, isRule], [
        3,
        1,
        1,
        0,
        false,
      ]);
      assert.ok(answers.points >= 20 && actions.points >= 3 * answers.points - 3);
      assert.equal(server.asked() - asked, 2 * answers.points);
      await told(place, "noise last --samples 3 --llm auto", server.baseUrl);
      assert.equal(server.asked() - asked, 2 * answers.points, "what was recorded was asked again");
      const { runs, repeats } = await told(place, `backtest ${FLAGS} --llm auto --repeats 3`, server.baseUrl);
      assert.equal(runs.length, 3);
      assert.deepEqual([repeats[0].runs, repeats[0].noiseShare], [3, 0]);
    } finally {
      await server.close();
    }
    const replayed = await run(place, "noise last --samples 2", server.baseUrl);
    assert.equal(replayed.code, 0, replayed.err);
    assert.match(replayed.out, /TARa@2 {6}100\.00 % of questions with the same decisions each time/);
    const { code, err } = await run(place, "noise last --samples 9", server.baseUrl);
    assert.equal(code, 1);
    assert.match(
      err,
      /^noise: no answer is recorded for this request: .* first in sample: asked "\d+", recorded/,
    );
  }));

Deno.test("a rule is played again: it agrees with itself in full", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, { from: Date.UTC(2023, 11, 20), until: Date.UTC(2024, 1) });
    await told(
      place,
      "backtest --from 2024-01-01 --to 2024-01-20 --interval 1h --data data --agent random",
      "",
    );
    const { answers, isRule, costUsd } = await told(place, "noise --samples 3", NOBODY);
    assert.deepEqual([answers.samples, answers.allEqual, answers.modal, isRule, costUsd], [3, 1, 1, true, 0]);
    assert.equal(answers.points, 480);
    for (
      const [flags, line] of [
        ["noise nowhere", /^noise: no run "nowhere" in runs; there are: /],
        [
          "noise last --samples 1",
          /^noise: --samples "1" cannot be right; wanted a whole number from 2 up\n/,
        ],
        ["noise last --llm live", /^noise: no source of answers "live".*there are: replay, record, auto/],
      ] as const
    ) {
      const { code, out, err } = await run(place, flags, NOBODY);
      assert.deepEqual([code > 0, out, err.trimEnd().split("\n").length], [true, "", 2], err);
      assert.match(err, line);
    }
  }));

Deno.test("the leakage report of a model that goes by no name: the same decisions, beside the grade of its memory", () =>
  atWork(async (place) => {
    const server = serveScriptedModel();
    try {
      const typed = `backtest ${FLAGS} --llm auto --control none,alias,mirror`;
      const { runs, controls } = await told(place, typed, server.baseUrl);
      assert.equal(runs.length, 3);
      const [alias, mirror] = controls;
      assert.deepEqual([alias.control, alias.memory], ["alias", "CONTAMINATED"]);
      assert.deepEqual([alias.agreement.equal, alias.agreement.actedEqual], [
        alias.agreement.points,
        alias.agreement.acted,
      ]);
      assert.ok(alias.agreement.acted >= 3, "it never acted");
      // It goes long and short by the number of the candle, so upside down it does the opposite of what a rule would.
      assert.equal(mirror.agreement.actedEqual < mirror.agreement.acted, true);
      const shown = await run(place, typed, server.baseUrl);
      assert.match(shown.out, /\n {2}\w{8} +llm +alias +100\.00 % +\d+ +100\.00 % +\d+\n/);
      assert.match(shown.out, /Memory of the period: CONTAMINATED\. What differs may be memory/);
      assert.match(shown.out, /\nnext: {2}deno task noise \w{8} --samples 10\n$/);
      const seeded = await told(
        place,
        `backtest ${FLAGS} --llm auto --control none,alias --seed 1..2`,
        server.baseUrl,
      );
      assert.deepEqual(
        seeded.runs.map(({ manifest }: { manifest: string }) => samplesIn(manifest)),
        ["1 0", "2 1", "1 0", "2 1"],
      );
      const [arm, ...others] = seeded.controls;
      assert.deepEqual([arm.runIds.length, others.length], [2, 0]);
      assert.equal(arm.agreement.points, 2 * alias.agreement.points);
    } finally {
      await server.close();
    }
  }));

/** The seed of a run and which of its model's answers it had. */
function samplesIn(path: string): string {
  const { settings } = JSON.parse(Deno.readTextFileSync(path));
  return `${settings.seed} ${settings.parameters.sample ?? 0}`;
}
