import assert from "node:assert/strict";
import type { RunManifest } from "../../engine/mod.ts";
import { probedRun, readProbeOptions, type ShownProbe, showProbe } from "./probe_memory.ts";
import { recordedTerminal } from "./testing/recorded_terminal.ts";

const PROBE: ShownProbe = {
  provider: "openai",
  model: "m-1",
  synthetic: true,
  from: Date.UTC(2024, 0, 1),
  until: Date.UTC(2024, 2, 1),
  run: null,
  result: {
    dates: 40,
    questions: 40,
    refused: 3,
    closes: { hits: 2, asked: 16, interval: { low: 0.035, high: 0.36 } },
    directions: { hits: 0, asked: 0, interval: null },
    correlation: null,
    costUsd: null,
    residual: null,
    interrupted: false,
  },
};

Deno.test("each share stands with its interval, what is lacking with its reason", () => {
  const terminal = recordedTerminal();
  showProbe(PROBE, false, terminal);
  assert.equal(
    terminal.printed.join("\n"),
    `m-1 (openai) · 2024-01-01 to 2024-02-29 · 40 dates, 40 questions

  closes within 1 %      2 of 16, 12.50 % (3.50 % to 36.00 % at 95 %)
  direction of next day  n/a: none were told   half are hit by chance
  log price, Pearson r   n/a: fewer than 5 closes were told
  not told               3 of 40
  cost                   n/a: no price is known

  What is found is a lower bound of what it remembers.
  Synthetic market: no model can remember its days.`,
  );
  const json = recordedTerminal();
  showProbe(PROBE, true, json);
  assert.deepEqual(JSON.parse(json.printed[0]), PROBE);
});

Deno.test("it is a backtest at 1d with a model, as far as its flags go", () => {
  const known = { agents: ["llm"], profiles: ["conservative"] };
  const options = readProbeOptions({
    from: "2024-01",
    assets: "BTC",
    funding: "on",
    model: "m-1",
    llm: "auto",
  }, known);
  assert.deepEqual([options.interval, options.agent, options.model?.name, options.model?.answers], [
    "1d",
    "llm",
    "m-1",
    "auto",
  ]);
});

Deno.test("a run beside it stands with both figures, what is lacking with its reason", () => {
  const residual = { moments: 60, before: { r: 0.3, low: 0.05, high: 0.51 }, after: null };
  const terminal = recordedTerminal();
  showProbe(
    { ...PROBE, run: "0a1b2c3d", result: { ...PROBE.result, residual, interrupted: true } },
    false,
    terminal,
  );
  assert.match(
    terminal.printed.join("\n"),
    new RegExp([
      "\n\n  run 0a1b2c3d, held at the end of a day with the return of the next, 60 moments:",
      "    as it is             r 0\\.30 \\(0\\.05 to 0\\.51 at 95 %\\)",
      "    without its recall   n/a: nothing is left beside what it remembers",
      "",
      "  Interrupted: that is what was asked so far\\.",
    ].join("\n")),
  );
});

Deno.test("with a run its own period and assets count; another model's or market's run is refused", () => {
  const known = { agents: ["llm"], profiles: ["conservative"] };
  const typed = { from: "2024-01", assets: "BTC", funding: "on", model: "m-1", run: "last" };
  const manifest = {
    id: "0a1b2c3d",
    range: { from: 5, until: 9 },
    settings: { assets: ["ETH"] },
    model: { provider: "p", model: "m-1" },
    data: { source: "binance-perp" },
  } as unknown as RunManifest;
  const entry = { kind: "run", schema: 2, key: "k" } as const;
  const readers = {
    findRun: (root: string, ref: string) => {
      assert.deepEqual([root, ref], ["runs", "last"]);
      return { manifest, diaryPath: "d" };
    },
    readDiary: () => ({ lines: [{ entry }] }),
  };
  const { options, run } = probedRun(readProbeOptions(typed, known), readers);
  assert.deepEqual([options.from, options.until, options.assets], [5, 9, ["ETH"]]);
  const asked = { provider: "p", model: "m-1", source: "binance-perp" };
  assert.deepEqual(run!.entries(asked), [entry]);
  assert.throws(() => run!.entries({ ...asked, model: "m-2" }), {
    message: "run 0a1b2c3d asked p/m-1; wanted one of p/m-2",
  });
  assert.throws(() => run!.entries({ ...asked, source: "synthetic" }), {
    message: "run 0a1b2c3d was on binance-perp, this is synthetic; wanted --data with the former",
  });
  assert.throws(() => readProbeOptions({ ...typed, to: "2024-02" }, known), {
    message: "--run has a period of its own; wanted it without --from and --to",
  });
  assert.equal(probedRun(readProbeOptions({ ...typed, run: undefined }, known), readers).run, null);
});
