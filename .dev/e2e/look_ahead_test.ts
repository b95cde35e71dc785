/** No look-ahead: a run that ends earlier, or that has no later data, is the longer run up to there. */

import assert from "node:assert/strict";
import { cutMarket } from "./cut_market.ts";
import { atWork, inPairs, type Run } from "./workplace.ts";

const AGENTS = ["buy-and-hold", "trend", "mean-reversion", "random"];
const DAY = 86_400_000;
/** The finest candles: an order that is decided at a close arrives inside the next of them. */
const FIVE_MINUTES = 300_000;

/** That a run is the beginning of another one, whole lines with their numbers and hashes. */
function assertBegins(short: Run, long: Run, why: string): void {
  assert.ok(short.lines.length > 10 && short.lines.length < long.lines.length, why);
  const differing = short.lines.findIndex((line, index) => line !== long.lines[index]);
  assert.equal(
    differing,
    -1,
    `${why}: line ${differing + 1} is\n${short.lines[differing]}\n${long.lines[differing]}`,
  );
}

const WINDOWS: readonly (readonly [interval: string, from: string, to: string, earlier: string])[] = [
  ["1h", "2024-03-20", "2024-04-10", "2024-04-09T07:00"],
  ["1h", "2024-06-01", "2024-07-31", "2024-07-20"],
  ["4h", "2024-02-01", "2024-06-30", "2024-06-11T09:30"],
  ["15m", "2024-05-01", "2024-05-20", "2024-05-17T04:15"],
];

for (const [interval, from, to, earlier] of WINDOWS) {
  Deno.test(`with an earlier --to a run at ${interval} from ${from} is the longer one up to there, for each agent`, () =>
    atWork(async (place) => {
      const [start, end] = [Date.parse(`${from}T00:00Z`), Date.parse(`${to}T00:00Z`)];
      cutMarket(`${place.path}/data`, { from: start - 40 * DAY, until: end + 2 * DAY });
      await inPairs(AGENTS, async (agent) => {
        const flags = `--data data --interval ${interval} --from ${from} --agent ${agent} --risk high`;
        const long = await place.good(`${flags} --to ${to}`);
        const short = await place.good(`${flags} --to ${earlier}`);
        assertBegins(short, long, `${agent} until ${earlier}`);
        assert.ok(short.manifest.metrics!.fills >= 2, `${agent} traded`);
      });
    }));
}

const CUTS: readonly (readonly [market: string, from: string, cutAfterDays: number])[] = [
  ["candles of five minutes", "2024-03-20", 12],
  ["candles of one minute that end before those of five", "2024-02-16", 9],
];

for (const [market, day, cutAfterDays] of CUTS) {
  Deno.test(`on ${market} a run on data that is cut off is the run on the whole up to there, for each agent`, () =>
    atWork(async (place) => {
      const from = Date.parse(`${day}T00:00Z`);
      const cut = from + cutAfterDays * DAY;
      cutMarket(`${place.path}/whole`, { from: from - 40 * DAY, until: from + 30 * DAY });
      cutMarket(`${place.path}/cut`, { from: from - 40 * DAY, until: cut + FIVE_MINUTES });
      await inPairs(AGENTS, async (agent) => {
        const flags = `--from ${day} --interval 1h --agent ${agent} --risk high`;
        const long = await place.good(`${flags} --data whole`);
        const short = await place.good(`${flags} --data cut`);
        assertBegins(short, long, agent);
        const last = JSON.parse(short.lines.at(-1)!).close;
        assert.equal(last, cut, "the last close strictly before the end of the data");
      });
    }));
}

/** What a run wrote before a moment, and what it knew and decided at it: what is filled comes after it. */
function upTo({ lines }: Run, moment: number): string[] {
  return lines.flatMap((line) => {
    const { kind, close, observationHash, decisionsHash } = JSON.parse(line);
    if (close === moment && kind === "cycle") return [`${observationHash} ${decisionsHash}`];
    return close >= moment && kind !== "intent" || close > moment ? [] : [line];
  });
}

Deno.test("prices that are changed after a moment change nothing before it, nor what is decided at it", () =>
  atWork(async (place) => {
    const from = Date.UTC(2024, 2, 20);
    const change = from + 9 * DAY;
    const data = cutMarket(`${place.path}/data`, {
      from: from - 40 * DAY,
      until: from + 14 * DAY,
      assets: ["BTC"],
    });
    const flags = "--from 2024-03-20 --interval 1h --assets BTC --risk high --data data --agent";
    const before = new Map<string, Run>();
    await inPairs(AGENTS, async (agent) => {
      before.set(agent, await place.good(`${flags} ${agent}`));
    });
    const file = `${data}/synthetic-perp-BTC-5m.csv`;
    const changed = Deno.readTextFileSync(file).split("\n").map((row) => {
      const [time, ...prices] = row.split(",");
      return Number(time) >= change
        ? [time, ...prices.map((price) => String(Number(price) * 3))].join(",")
        : row;
    });
    Deno.writeTextFileSync(file, changed.join("\n"));
    await inPairs(AGENTS, async (agent) => {
      const after = await place.good(`${flags} ${agent}`);
      const kept = upTo(before.get(agent)!, change);
      assert.ok(kept.length > 9 * 24, agent);
      assert.deepEqual(upTo(after, change), kept, agent);
      assert.notDeepEqual(after.lines, before.get(agent)!.lines, agent);
    });
  }));
