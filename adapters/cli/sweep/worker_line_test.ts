import { deepStrictEqual, match } from "node:assert/strict";
import type { FamilyJob } from "../family_member.ts";
import type { ElsewhereRun } from "./queued_pool.ts";
import type { QueuedRun } from "./shipped_files.ts";
import { type HeldJob, type TakenRun, WorkerLine, type WorkerPool } from "./worker_line.ts";

/** Runs as they are taken; `events` tells what became of each, `name` which market it is on. */
async function* taken(names: readonly string[], events: string[]): AsyncGenerator<TakenRun, void, void> {
  for (const [job, name] of names.entries()) {
    yield {
      message: {
        familyId: "f-1",
        job,
        play: name,
        market: [{ path: "x", sha256: name }],
      } as unknown as QueuedRun,
      done: () => Promise.resolve(void events.push(`${job} done`)),
      failed: (fault) => Promise.resolve(void events.push(`${job} failed: ${fault}`)),
    };
  }
}

/** Plays a line of runs on these markets; what happened, and how many pools it took. */
async function play(names: readonly string[]): Promise<{ events: string[]; pools: number; said: string[] }> {
  const [events, said]: [string[], string[]] = [[], []];
  let pools = 0;
  const openPool = (markets: readonly string[]): WorkerPool => {
    pools++;
    return {
      playAll: async (jobs, { onDone, onFailed }) => {
        for await (const job of jobs as AsyncIterable<HeldJob>) {
          const market = markets[job.market];
          if (market === "unplayable") onFailed(job, "no candles");
          else onDone(job, market);
        }
      },
    };
  };
  await new WorkerLine<string>({
    ...{ taken: taken(names, events), say: (text) => void said.push(text), openPool },
    prepare: (run) => {
      if (run.play === "unknown") throw new Error("the queue has no file");
      return Promise.resolve({ options: { agent: run.play } } as unknown as Omit<FamilyJob, "market">);
    },
    readMarket: ({ options: { agent } }) => {
      if (agent === "unreadable") throw new Error("damaged");
      return Promise.resolve(agent);
    },
    collect: (result) => {
      if (result === "uncollected") throw new Error("disk full");
      return { manifest: result } as unknown as ElsewhereRun;
    },
  }).play();
  return { events, pools, said };
}

Deno.test("runs are played in turn, and the workers are begun again only for a market that is new", async () => {
  const { events, pools, said } = await play(["a", "a", "b", "a", "b", "c"]);
  deepStrictEqual(events, [0, 1, 2, 3, 4, 5].map((job) => `${job} done`));
  deepStrictEqual(pools, 3);
  match(said.at(-1)!, /^6 runs played, 0 failed$/);
});

Deno.test("whatever goes wrong with a run is told of it, and the others go on", async () => {
  const { events } = await play(["unknown", "unreadable", "unplayable", "uncollected", "a"]);
  deepStrictEqual(events.toSorted(), [
    "0 failed: the queue has no file",
    "1 failed: damaged",
    "2 failed: no candles",
    "3 failed: disk full",
    "4 done",
  ]);
});
