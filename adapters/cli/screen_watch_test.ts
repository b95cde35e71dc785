import assert from "node:assert/strict";
import type { Command, CommandOutcome, DiaryEntry } from "../../engine/mod.ts";
import type { PaperOptions } from "./paper_options.ts";
import { watchPaper } from "./paper_view.ts";
import { recordedTerminal } from "./testing/recorded_terminal.ts";
import { MANIFEST } from "./testing/sample.ts";

const CLOSE = Date.UTC(2024, 0, 2, 8, 15);
const OPTIONS = {
  ...{ agent: "trend", assets: ["BTC"], interval: "15m", capitalUsd: 10_000, json: false },
  ...{ network: "mainnet", hyperliquid: "https://api.hyperliquid.xyz" },
} as unknown as PaperOptions;
const RUN = { folder: { path: "runs/7f3a1b2c" }, manifest: { ...MANIFEST, mode: "paper" }, hashes: [] };

/** A screen under watch, with what was asked of its run. */
async function watched(
  answer: (command: Command) => Promise<CommandOutcome>,
  use: (scene: {
    readonly watch: ReturnType<typeof watchPaper>;
    readonly asked: Command[];
    press(keys: string): Promise<string>;
  }) => Promise<void>,
): Promise<void> {
  const terminal = recordedTerminal(100);
  const asked: Command[] = [];
  using watch = watchPaper(RUN, OPTIONS, {
    ...{ terminal, mode: "paper" },
    clock: { now: () => CLOSE + 1000 },
    instruments: [],
    told: () => ({ prices: CLOSE }),
    sendCommand: (folder, command) => {
      assert.equal(folder, RUN.folder.path);
      asked.push(command);
      return answer(command);
    },
  });
  const press = async (keys: string): Promise<string> => {
    for (const key of keys) terminal.press(key);
    await new Promise((resolve) => setTimeout(resolve, 0));
    return terminal.noted.at(-1)!;
  };
  await use({ watch, asked, press });
}

const done = (): Promise<CommandOutcome> => Promise.resolve({ done: true, lines: ["so it is"] });

Deno.test("a key gives the run the command that deno task do would give, and the outcome is shown", () =>
  watched(done, async ({ watch, asked, press }) => {
    assert.match(await press("p"), /pause: so it is/);
    watch.onEntry({ kind: "command", close: CLOSE, command: "pause" } as DiaryEntry, true);
    assert.match(await press("x"), /p resume {3}c close all {3}q leave/);
    await press("p");
    await press("cy");
    assert.match(await press("q"), /g goes on later/);
    await press("s");
    assert.deepEqual(asked.map((command) => command.do), ["pause", "resume", "close-all", "stop"]);
    assert.equal(watch.left.aborted, false);
  }));

Deno.test("who leaves ends the process, not the run", () =>
  watched(done, async ({ watch, asked, press }) => {
    await press("q");
    assert.equal(watch.left.aborted, false);
    assert.match(await press("g"), /leaving: the step in progress is finished/);
    assert.deepEqual([watch.left.aborted, asked], [true, []]);
  }));

Deno.test("a command that nobody took is told, and the screen goes on", () =>
  watched(() => Promise.reject(new Error("the run did not take it\nwithin 30 s")), async ({ press }) => {
    assert.match(await press("p"), /pause: the run did not take it within 30 s/);
  }));

Deno.test("the gain is told of what was paid in, not of what was typed as capital", () =>
  watched(done, async ({ watch, press }) => {
    assert.match(await press("x"), /equity 10,000\.00 USD \(0\.00 %\)/);
    const money = { balanceUsd: 1_100, equityUsd: 1_100 };
    const transfers = [{ kind: "transfer", time: CLOSE, amountUsd: 1_000 }];
    watch.onEntry({ kind: "cycle", close: CLOSE, ...money, transfers } as unknown as DiaryEntry, true);
    assert.match(await press("x"), /equity 1,100\.00 USD \(\+10\.00 %\)/);
  }));

Deno.test("piped, and as JSON, there is no screen and nobody listens to keys", () => {
  for (const [columns, json] of [[null, false], [100, true]] as const) {
    const terminal = recordedTerminal(columns);
    using watch = watchPaper(RUN, { ...OPTIONS, json }, {
      ...{ terminal, mode: "paper" },
      clock: { now: () => CLOSE },
      instruments: [],
      told: () => ({}),
      sendCommand: () => assert.fail("a command was sent"),
    });
    terminal.press("p");
    const missed = { kind: "missed", close: CLOSE, cause: "asleep", detail: "late" } as const;
    watch.onEntry(missed, false);
    watch.onEntry(missed, true);
    const line = json ? JSON.stringify(missed) : "2024-01-02 08:15   missed: asleep, late";
    assert.deepEqual(terminal.printed.slice(json ? 0 : 1), [line]);
    assert.deepEqual(terminal.noted, []);
  }
});
