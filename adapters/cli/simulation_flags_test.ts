import assert from "node:assert/strict";
import { UsageError } from "./errors.ts";
import { FlagReader, type RawFlags } from "./flag_reader.ts";
import { readSimulation, type SimulationOptions, simulationWords } from "./simulation_flags.ts";

const MODELS = {
  slippage: (name: string): string | null => name === "bps:3" || name === "bps:3.0" ? "bps:3" : null,
  fees: (name: string): string | null => name === "tier:1" ? name : null,
  control: () => null,
};

const USUAL: SimulationOptions = {
  slippage: "bps:2",
  latencyMs: 1,
  path: "pessimistic",
  fees: "tier:0",
  partialFills: null,
  maxSlippageBps: 100,
};

function read(flags: RawFlags): SimulationOptions {
  return readSimulation(new FlagReader("backtest", flags), MODELS);
}

const ROWS: readonly (readonly [flags: RawFlags, changed: Partial<SimulationOptions>])[] = [
  [{}, {}],
  [{ slippage: "bps:3" }, { slippage: "bps:3" }],
  [{ slippage: "bps:3.0" }, { slippage: "bps:3" }],
  [{ latency: "zero" }, {}],
  [{ latency: "recorded" }, {}],
  [{ latency: "x2" }, {}],
  [{ latency: "fixed:250" }, { latencyMs: 250 }],
  [{ latency: "fixed:59999" }, { latencyMs: 59_999 }],
  [{ path: "ohlc" }, { path: "ohlc" }],
  [{ fees: "tier:1" }, { fees: "tier:1" }],
  [{ partialFills: "off" }, {}],
  [{ partialFills: "0.1" }, { partialFills: 0.1 }],
  [{ partialFills: ".25" }, { partialFills: 0.25 }],
  [{ partialFills: "1" }, { partialFills: 1 }],
  [{ maxSlippageBps: "5000" }, { maxSlippageBps: 5000 }],
];

for (const [flags, changed] of ROWS) {
  Deno.test(`readSimulation: ${JSON.stringify(flags)}`, () => {
    assert.deepEqual(read(flags), { ...USUAL, ...changed });
  });
}

const MS = "cannot be right; wanted zero, or fixed:MS with MS from 1 to 59999, like fixed:250";
const SHARE = "cannot be right; wanted off, or a share above 0 and up to 1, like 0.1";

const WRONG: readonly (readonly [flags: RawFlags, message: string])[] = [
  [
    { slippage: "2bps" },
    '--slippage "2bps" cannot be right; wanted none, impact, or bps:N with N from 0 to 1000, like bps:2',
  ],
  [
    { fees: "tier:9" },
    '--fees "tier:9" cannot be right; wanted tier:N with N from 0 to 6, or maker:X,taker:Y as fractions up to 0.01, ' +
    "like maker:0.0002,taker:0.0005",
  ],
  [{ latency: "fixed:0" }, `--latency "fixed:0" ${MS}`],
  [{ latency: "fixed:60000" }, `--latency "fixed:60000" ${MS}`],
  [{ latency: "250" }, `--latency "250" ${MS}`],
  [{ path: "random" }, 'no path "random" (there are: pessimistic, ohlc)'],
  [{ partialFills: "0" }, `--partial-fills "0" ${SHARE}`],
  [{ partialFills: "1.01" }, `--partial-fills "1.01" ${SHARE}`],
  [{ partialFills: "1e-3" }, `--partial-fills "1e-3" ${SHARE}`],
  [{ partialFills: "10%" }, `--partial-fills "10%" ${SHARE}`],
  [{ maxSlippageBps: "0" }, '--max-slippage-bps "0" cannot be right; wanted a whole number from 1 up'],
  [
    { maxSlippageBps: "5001" },
    '--max-slippage-bps "5001" cannot be right; wanted a whole number from 1 to 5000',
  ],
];

for (const [flags, message] of WRONG) {
  Deno.test(`readSimulation refuses ${JSON.stringify(flags)}`, () => {
    assert.throws(() => read(flags), (error) => error instanceof UsageError && error.message === message);
  });
}

Deno.test("simulationWords: only what is not usual, as it is typed", () => {
  assert.deepEqual(simulationWords(USUAL), []);
  assert.deepEqual(simulationWords({ ...USUAL, latencyMs: 30, partialFills: 0.5 }), [
    "--partial-fills 0.5",
    "--latency fixed:30",
  ]);
});
