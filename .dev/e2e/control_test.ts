/** Controls: the same run on another market, and what of its decisions must stay or turn round. */

import assert from "node:assert/strict";
import { cutMarket } from "./cut_market.ts";
import { atWork, inPairs, type Run, type Workplace } from "./workplace.ts";

const DAY = 86_400_000;
const WINTER = { from: Date.UTC(2023, 11, 10), until: Date.UTC(2024, 2) };
/** Long enough that every rule trades. */
const FLAGS = "--from 2024-01-05 --to 2024-02-10 --interval 15m --data data --risk high --no-benchmark";
const RULES = ["buy-and-hold", "trend", "mean-reversion"];
const AGENTS = [...RULES, "random"];

/** What was decided in a cycle, by the real name of its asset. */
interface Decided {
  readonly close: number;
  readonly asset: string;
  readonly action: string;
  readonly rationale: string | undefined;
}

function detailOf({ manifest }: Run): Record<string, unknown> {
  return (manifest.control?.detail ?? {}) as Record<string, unknown>;
}

/** All decisions but holds, with times and names as they really are. */
function decisions(run: Run): readonly Decided[] {
  const { days = 0, names = {} } = detailOf(run) as { days?: number; names?: Record<string, string> };
  const real = new Map(Object.entries(names).map(([symbol, shown]) => [shown, symbol]));
  return run.lines.map((line) => JSON.parse(line)).filter(({ kind }) => kind === "cycle")
    .flatMap(({ close, decisions = [] }) =>
      decisions.map(({ asset, action, rationale }: Decided) => (
        { close: close + days * DAY, asset: real.get(asset) ?? asset, action, rationale }
      ))
    );
}

async function pair(
  place: Workplace,
  agent: string,
  control: string,
): Promise<[plain: Run, controlled: Run]> {
  const flags = `${FLAGS} --agent ${agent}`;
  const runs = await Promise.all([place.good(flags), place.good(`${flags} --control ${control}`)]);
  assert.notEqual(runs[0].manifest.key, runs[1].manifest.key);
  assert.equal(runs[1].manifest.control?.name, control);
  assert.deepEqual(runs[1].manifest.control?.range, runs[0].manifest.range);
  return runs as [Run, Run];
}

function withMarket(use: (place: Workplace) => Promise<void>): () => Promise<void> {
  return () =>
    atWork(async (place) => {
      cutMarket(`${place.path}/data`, WINTER);
      await use(place);
    });
}

for (const control of ["alias", "epoch", "epoch:364", "rescale", "rescale:3.7"]) {
  Deno.test(
    `under ${control} every rule decides the same`,
    withMarket((place) =>
      inPairs(RULES, async (agent) => {
        const [plain, controlled] = await pair(place, agent, control);
        const wanted = decisions(plain);
        assert.ok(wanted.length >= 3, agent);
        assert.deepEqual(decisions(controlled), wanted, agent);
      })
    ),
  );
}

Deno.test(
  "rescaled, everything is worth what it was, but for the rounding of prices and sizes",
  withMarket(async (place) => {
    const [plain, controlled] = await pair(place, "buy-and-hold", "rescale:4");
    const [before, after] = [plain, controlled].map(({ manifest }) => manifest.metrics!.endEquityUsd);
    assert.ok(before !== after && Math.abs(before / after - 1) < 0.0005, `${before} and ${after}`);
  }),
);

Deno.test(
  "up to the splice every agent's lines hold the same, byte for byte: decisions, fills, funding, equity",
  withMarket((place) =>
    inPairs(AGENTS, async (agent) => {
      const [plain, spliced] = await pair(place, agent, "splice:2024-01-20:SOL");
      const time = Date.UTC(2024, 0, 20);
      const before = (run: Run): string[] => bare(run.lines.filter((line) => JSON.parse(line).close <= time));
      const wanted = before(plain);
      assert.ok(wanted.length > 300, agent);
      assert.deepEqual(before(spliced), wanted, agent);
      assert.notDeepEqual(spliced.manifest.metrics, plain.manifest.metrics, `${agent}: nothing was spliced`);
    })
  ),
);

/**
 * Lines without hashes and without ids of orders, which are made from the key; an observation holds those of open orders, so
 * its fingerprint is left where nothing was held.
 */
function bare(lines: readonly string[]): string[] {
  let isHeld = false;
  return lines.map((line) => {
    const { hash: _hash, observationHash, ...rest } = JSON.parse(line);
    const seen = isHeld ? {} : { observationHash };
    if (rest.kind === "cycle") isHeld = rest.notionalUsd !== undefined;
    return JSON.stringify({ ...rest, ...seen }).replaceAll(/"0x[0-9a-f]{32}"/g, '""');
  });
}

Deno.test(
  "mirrored, a rule that goes both ways goes the other way; what a rule that only buys wins is another thing",
  withMarket(async (place) => {
    for (const agent of ["trend", "mean-reversion"]) {
      const [plain, mirrored] = await pair(place, agent, "mirror");
      const swapped: Record<string, string> = { buy: "sell", sell: "buy" };
      const entries = (run: Run) => decisions(run).filter(({ action }) => action in swapped);
      const wanted = new Set(
        entries(plain).map(({ close, asset, action }) => `${close} ${asset} ${swapped[action]}`),
      );
      const found = entries(mirrored).map(({ close, asset, action }) => `${close} ${asset} ${action}`);
      const same = new Set(entries(plain).map(({ close, asset, action }) => `${close} ${asset} ${action}`));
      const turned = found.filter((one) => wanted.has(one)).length;
      assert.ok(wanted.size >= 5, agent);
      assert.ok(turned >= 0.6 * wanted.size, `${agent}: ${turned} of ${wanted.size} turned round`);
      assert.equal(found.filter((one) => same.has(one)).length, 0, `${agent}: none goes the same way`);
    }
    const [plain, mirrored] = await pair(place, "buy-and-hold", "mirror");
    const gains = [plain, mirrored].map(({ manifest }) => manifest.metrics!.totalReturn > 0);
    assert.notEqual(gains[0], gains[1]);
  }),
);

Deno.test(
  "shuffled, the days come in another order, the same for each seed, and the market is worth the same in the end",
  withMarket(async (place) => {
    const flags = `${FLAGS} --agent buy-and-hold --control shuffle:2`;
    const runs = await Promise.all([
      place.good(flags),
      place.good(flags),
      place.good(`${flags} --seed 2`),
      place.good(`${FLAGS} --agent buy-and-hold`),
    ]);
    const [first, again, other, plain] = runs;
    assert.deepEqual(again.lines, first.lines);
    assert.notDeepEqual(other.manifest.metrics, first.manifest.metrics);
    assert.notDeepEqual(plain.manifest.metrics, first.manifest.metrics);
    assert.deepEqual(detailOf(first), { blocks: 18 });
    const [shuffled, real] = [first, plain].map(({ manifest }) => manifest.metrics!.totalReturn);
    assert.ok(Math.abs(shuffled - real) < 0.02, `${shuffled} and ${real}`);
  }),
);

/** What cannot be right: exit code 2, nothing left behind. */
const WRONG: readonly (readonly [control: string, line: RegExp])[] = [
  ["miror", /^backtest: --control "miror" cannot be right; wanted mirror, shuffle:DAYS, /],
  ["shuffle:0", /cannot be right/],
  ["epoch:10", /cannot be right; .*a multiple of 7/],
  ["rescale:0", /cannot be right/],
  ["splice:2024-02-30:SOL", /cannot be right/],
  ["splice:2024-01-20:DOGE", /no asset "DOGE" \(there are: BTC, ETH, SOL\)/],
  ["splice:2024-06-01:SOL", /--control splice at 2024-06-01 is outside the run; wanted a day inside it/],
  ["shuffle:30", /has nothing to put in another order: the run has 37 whole days; wanted at least 60/],
];

Deno.test(
  "a control that cannot be is told in one line",
  withMarket(async (place) => {
    for (const [control, line] of WRONG) {
      const { code, out, err } = await place.backtest(`${FLAGS} --control ${control}`);
      assert.deepEqual([code, out, err.trimEnd().split("\n").length], [2, "", 2], `${control}: ${err}`);
      assert.match(err, line);
    }
    assert.deepEqual(place.runFolders(), []);
  }),
);

Deno.test(
  "a family with the recorded market in it tells of each control what was decided the same",
  withMarket(async (place) => {
    const { code, out } = await place.backtest(`${FLAGS} --agent trend --control none,alias,mirror --json`);
    assert.equal(code, 0);
    const { runs, controls } = JSON.parse(out);
    assert.equal(runs.length, 3);
    const [alias, mirror] = controls;
    assert.deepEqual([alias.control, mirror.control], ["alias", "mirror"]);
    assert.ok(alias.agreement.acted > 5);
    assert.deepEqual(alias.agreement.actedEqual, alias.agreement.acted);
    assert.deepEqual(alias.dailyReturn, { mean: 0, interval: { low: 0, high: 0 }, least: 0, most: 0 });
    assert.ok(mirror.agreement.actedEqual > 0 && mirror.agreement.equal < mirror.agreement.points);
    assert.equal(mirror.dailyReturn, null);
  }),
);
