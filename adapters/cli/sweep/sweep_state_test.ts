import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { SweepState } from "./sweep_state.ts";

Deno.test("a run counts once, done or failed, and the best has the highest Sharpe ratio", () => {
  const state = new SweepState({ points: 5, windows: 0, jobs: 5 });
  deepStrictEqual(state.onDone(1, { sharpe: 1 }, "b"), true);
  deepStrictEqual(state.onDone(1, { sharpe: 9 }, "b again"), false);
  deepStrictEqual(state.onDone(2, { sharpe: null }, "c"), false);
  deepStrictEqual(state.onDone(0, { sharpe: 1 }, "a"), true);
  deepStrictEqual(state.onDone(4, { sharpe: 1 }, "e"), false);
  state.onFailed(3);
  state.onFailed(3);
  deepStrictEqual([state.done, state.failed, state.isDone(3)], [4, 1, true]);
  strictEqual(state.best?.folder, "a", "of equal ones the first in the sweep");
});

Deno.test("each window has its own best, and a test is never chosen", () => {
  const state = new SweepState({ points: 2, windows: 2, jobs: 6 });
  state.onDone(0, { sharpe: 1 }, "0");
  state.onDone(1, { sharpe: 2 }, "1");
  state.onDone(2, { sharpe: 5 }, "2");
  state.onDone(4, { sharpe: 99 }, "test");
  deepStrictEqual([state.chosenIn(0)?.place, state.chosenIn(1)?.place, state.best?.job], [1, 0, 2]);
});
