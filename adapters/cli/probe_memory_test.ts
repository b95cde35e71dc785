import assert from "node:assert/strict";
import { readProbeOptions, type ShownProbe, showProbe } from "./probe_memory.ts";
import { recordedTerminal } from "./testing/recorded_terminal.ts";

const PROBE: ShownProbe = {
  provider: "openai",
  model: "m-1",
  synthetic: true,
  from: Date.UTC(2024, 0, 1),
  until: Date.UTC(2024, 2, 1),
  result: {
    dates: 40,
    questions: 40,
    refused: 3,
    closes: { hits: 2, asked: 16, interval: { low: 0.035, high: 0.36 } },
    directions: { hits: 0, asked: 0, interval: null },
    correlation: null,
    costUsd: null,
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
