/** The same run twice is the same diary, byte for byte; what is another run has another key. */

import assert from "node:assert/strict";
import { cutMarket } from "./cut_market.ts";
import { atWork, inPairs, resultOf, type Run, runOf, taskWords, type Workplace } from "./workplace.ts";

/** Enough of the market for a few weeks of February: quicker to read than the whole. */
const FEBRUARY = { from: Date.UTC(2023, 11, 20), until: Date.UTC(2024, 2) };
const FLAGS = "--from 2024-02-01 --to 2024-02-20 --interval 1h";

/** A command that takes the network away from what follows, where the system allows it. */
async function withoutNetwork(place: Workplace): Promise<string[]> {
  for (const cut of [["unshare", "-n"], ["unshare", "-rn"]]) {
    const { code } = await place.command(["sh", "-c", `${cut.join(" ")} true`]);
    if (code === 0) return cut;
  }
  return [];
}

function onlyMoved({ manifest }: Run): unknown {
  const { id: _id, started: _started, ended: _ended, ...rest } = manifest;
  return rest;
}

Deno.test("the task grants a backtest no network, no environment and no other program", () => {
  const flags = taskWords("backtest").filter((word) => word.startsWith("--allow") || word === "-A");
  assert.deepEqual(flags, ["--allow-read", "--allow-write=runs,.cache"]);
});

Deno.test("the same run twice, the second with the network unreachable, leaves the same bytes", () =>
  atWork(async (place) => {
    const first = await place.good(`${FLAGS} --agent random`);
    const again = [...taskWords("backtest"), ...FLAGS.split(" "), "--agent", "random", "--json"];
    const { code, out, err } = await resultOf(place.spawn([...await withoutNetwork(place), ...again]));
    assert.deepEqual({ code, err }, { code: 0, err: "" });
    const second = runOf(JSON.parse(out).manifest.replace(/\/run\.json$/, ""));
    assert.notEqual(first.manifest.id, second.manifest.id);
    assert.ok(
      first.lines.length > 400 && first.manifest.metrics!.trades > 10,
      "there was something to differ",
    );
    assert.deepEqual(
      Deno.readFileSync(`${first.folder}/diary.jsonl`),
      Deno.readFileSync(`${second.folder}/diary.jsonl`),
    );
    assert.deepEqual(onlyMoved(first), onlyMoved(second));
  }));

Deno.test("another seed is another run of the agent that draws lots, and only another key for the others", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, FEBRUARY);
    const runs = (agent: string): Promise<Run[]> => {
      const flags = `${FLAGS} --assets BTC --data data --agent ${agent}`;
      return Promise.all([place.good(flags), place.good(`${flags} --seed 2`)]);
    };
    const [random, otherRandom] = await runs("random");
    assert.notEqual(random.manifest.key, otherRandom.manifest.key);
    assert.notDeepEqual(random.manifest.metrics, otherRandom.manifest.metrics);
    const [trend, otherTrend] = await runs("trend");
    assert.notEqual(trend.manifest.key, otherTrend.manifest.key);
    assert.deepEqual(trend.manifest.metrics, otherTrend.manifest.metrics);
  }));

Deno.test("range and data are not in the key; agent, assets, interval, capital and profile are", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, FEBRUARY);
    cutMarket(`${place.path}/more`, { ...FEBRUARY, until: FEBRUARY.until + 86_400_000 });
    const base = "--from 2024-02-05 --to 2024-02-06 --interval 4h --assets BTC,ETH --data data";
    const keys: string[] = [];
    const takeKey = async (flags: string): Promise<void> => {
      keys.push((await place.good(flags)).manifest.key);
    };
    await inPairs([
      base,
      base.replace("2024-02-06", "2024-02-07"),
      base.replace("--data data", "--data more"),
    ], takeKey);
    assert.equal(new Set(keys).size, 1);
    const others = [
      `${base} --agent random`,
      base.replace("BTC,ETH", "ETH,BTC"),
      base.replace("4h", "1h"),
      `${base} --capital 9999`,
      `${base} --risk high`,
    ];
    await inPairs(others, takeKey);
    assert.equal(new Set(keys).size, 1 + others.length);
  }));

Deno.test("--diary full also keeps what the agent saw, and changes nothing else", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, FEBRUARY);
    const flags = `${FLAGS} --agent trend --data data`;
    const [short, full] = await Promise.all([place.good(flags), place.good(`${flags} --diary full`)]);
    assert.ok(short.manifest.metrics!.trades > 2);
    assert.deepEqual(full.manifest.metrics, short.manifest.metrics);
    assert.equal(full.manifest.key, short.manifest.key);
    assert.equal(full.lines.length, short.lines.length);
    const bare = (line: string): unknown => {
      const { hash: _hash, prev: _prev, observation: _observation, ...rest } = JSON.parse(line);
      return rest;
    };
    assert.deepEqual(full.lines.map(bare), short.lines.map(bare));
    const cycles = full.lines.map((line) => JSON.parse(line)).filter(({ kind }) => kind === "cycle");
    assert.ok(cycles.every(({ observation }) => observation !== undefined));
    const { assets } = cycles.at(-1).observation;
    assert.deepEqual(assets.map(({ asset }: { asset: string }) => asset), ["BTC", "ETH", "SOL"]);
  }));
