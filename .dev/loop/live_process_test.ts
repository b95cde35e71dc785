/** The loop in a process of its own: commands, signals and the lock, as a person and a supervisor meet them. */
import assert from "node:assert/strict";
import { doCommand, readDoOptions } from "../../adapters/cli/mod.ts";
import { recordedTerminal } from "../../adapters/cli/testing/recorded_terminal.ts";
import { findRun, listRuns, readDiary, readManifest, verifyRun } from "../../adapters/jsonl_diary/mod.ts";
import * as queue from "../../adapters/run_queue/mod.ts";
import type { DiaryEntry } from "../../engine/mod.ts";

const SCRIPT = new URL("./live_process.ts", import.meta.url).pathname;
/** A candle of five minutes in a tenth of a second. */
const SPEED = "3000";

/** A running process and what can be seen of it from outside. */
class Live {
  readonly root: string;
  readonly process: Deno.ChildProcess;
  isOver = false;

  constructor(root: string, thinks: boolean) {
    this.root = root;
    const args = ["run", "-A", "--no-prompt", SCRIPT, root, SPEED, thinks ? "thinks" : "answers"];
    this.process = new Deno.Command(Deno.execPath(), { args, stdout: "piped", stderr: "piped" }).spawn();
    this.process.status.then(() => this.isOver = true);
  }

  /** The lines so far. */
  entries(): readonly DiaryEntry[] {
    const [run] = listRuns(this.root);
    return run === undefined ? [] : readDiary(run.diaryPath).lines.map(({ entry }) => entry);
  }

  /** Waits until the lines are as wanted. */
  async until(isSo: (entries: readonly DiaryEntry[]) => boolean): Promise<void> {
    for (let tries = 0; tries < 600; tries++) {
      if (isSo(this.entries())) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`not so after 15 s: ${JSON.stringify(this.entries().slice(-3))}`);
  }

  /** `deno task do last …`, with what it printed and how long it took. */
  async do(words: string, flatten = false): Promise<{ code: number; said: string; tookMs: number }> {
    const terminal = recordedTerminal();
    const options = readDoOptions({ runs: this.root, wait: "10", flatten }, ["last", ...words.split(" ")]);
    const began = performance.now();
    const code = await doCommand(options, terminal, { findRun, ...queue });
    return { code, said: terminal.printed.join("\n"), tookMs: performance.now() - began };
  }

  /** Waits for its end; gives what it printed last, and how its run stands. */
  async ended(): Promise<{ code: number; said: string; status: string }> {
    const { code, stdout, stderr } = await this.process.output();
    assert.equal(new TextDecoder().decode(stderr), "");
    const { status } = readManifest(findRun(this.root, "last"));
    return { code, said: new TextDecoder().decode(stdout).trim(), status };
  }
}

async function living(thinks: boolean, use: (live: Live) => Promise<void>): Promise<void> {
  const root = Deno.makeTempDirSync({ prefix: "reprise-live-" });
  const live = new Live(root, thinks);
  try {
    await use(live);
  } finally {
    if (!live.isOver) live.process.kill("SIGKILL");
    await live.process.status;
    if (!live.process.stdout.locked) await live.process.stdout.cancel();
    if (!live.process.stderr.locked) await live.process.stderr.cancel();
    Deno.removeSync(root, { recursive: true });
  }
}

function isCycle({ kind }: DiaryEntry): boolean {
  return kind === "cycle";
}

const ignore = Deno.build.os === "windows";

Deno.test(
  "live process: pause, resume, close and stop from another process, each answered",
  { ignore },
  () =>
    living(false, async (live) => {
      await live.until((entries) => entries.filter(isCycle).length >= 3);
      assert.deepEqual((await live.do("resume")).said, "resumed");
      const closed = await live.do("close COIN");
      assert.match(closed.said, /^COIN: closed [\d.]+ at [\d.]+$/);
      assert.equal(closed.code, 0);
      const again = await live.do("close COIN");
      assert.deepEqual([again.code, again.said], [
        1,
        "COIN: not closed, refused: there is no position to close",
      ]);
      await assert.rejects(live.do("close BTC"), /no asset "BTC"/);
      assert.match((await live.do("pause")).said, /^paused/);
      await live.until((entries) =>
        entries.some((entry) => entry.kind === "cycle" && entry.notAsked === "paused")
      );
      const stopped = await live.do("stop", true);
      assert.deepEqual([stopped.code, stopped.said], [0, "paused; nothing is open\nstopped"]);
      assert.deepEqual(await live.ended(), { code: 0, said: "stopped", status: "finished" });
      verifyRun(findRun(live.root, "last"));
      await assert.rejects(live.do("pause"), /is finished and runs no more/);
    }),
);

Deno.test(
  "live process: close-all acts within a second while a model thinks",
  { ignore },
  () =>
    living(true, async (live) => {
      await live.until((entries) => entries.some(isCycle));
      await new Promise((resolve) => setTimeout(resolve, 400));
      const before = live.entries().length;
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.equal(live.entries().length, before, "it thinks");
      const { said, tookMs } = await live.do("close-all");
      assert.match(said, /^COIN: closed .*\npaused; nothing is open$/);
      assert.ok(tookMs < 1000, `${tookMs} ms`);
      const second = await live.do("close-all");
      assert.deepEqual([second.code, second.said], [0, "paused; nothing is open"]);
    }),
);

Deno.test(
  "live process: a signal ends it, also while a model thinks; its diary is whole, its run unfinished",
  {
    ignore,
  },
  async () => {
    for (const [signal, thinks] of [["SIGTERM", false], ["SIGTERM", true], ["SIGINT", true]] as const) {
      await living(thinks, async (live) => {
        await live.until((entries) => entries.filter(isCycle).length >= (thinks ? 1 : 3));
        await new Promise((resolve) => setTimeout(resolve, 200));
        const began = performance.now();
        live.process.kill(signal);
        assert.deepEqual(await live.ended(), { code: 0, said: "interrupted", status: "interrupted" });
        assert.ok(performance.now() - began < 2000, "it waits for nobody");
        verifyRun(findRun(live.root, "last"));
      });
    }
  },
);

Deno.test(
  "live process: one that is killed leaves its lock, and nobody waits for it",
  { ignore },
  () =>
    living(false, async (live) => {
      await live.until((entries) => entries.some(isCycle));
      const { path } = findRun(live.root, "last");
      await assert.rejects(queue.lockRun(path), /another process \(\d+\) runs it/);
      live.process.kill("SIGKILL");
      await live.process.status;
      await assert.rejects(live.do("pause"), /is unfinished and no process runs it/);
      (await queue.lockRun(path)).release();
      assert.ok(live.entries().some(isCycle), "its lines can be read");
    }),
);
