import assert from "node:assert/strict";
import { ScreenKeys } from "./screen_keys.ts";

/** What a row of keys asks for at its end, and what the last line says then. */
function pressed(keys: string, isPaused = false): [unknown, string] {
  const screen = new ScreenKeys();
  const effects = [...keys].map((key) => screen.press(key, isPaused));
  for (const effect of effects.slice(0, -1)) assert.deepEqual(effect, { kind: "none" });
  return [effects.at(-1), screen.hint(isPaused)];
}

const KEYS = "p pause   c close all   q leave";

Deno.test("p pauses at once, and resumes what is paused", () => {
  assert.deepEqual(pressed("p"), [{ kind: "command", command: { do: "pause" } }, KEYS]);
  const resumed = [{ kind: "command", command: { do: "resume" } }, KEYS.replace("pause", "resume")];
  assert.deepEqual(pressed("P", true), resumed);
});

Deno.test("c closes everything when it is said twice, with y; anything else is no", () => {
  const [, question] = pressed("c");
  assert.match(question, /^Close all positions and pause: y yes/);
  assert.deepEqual(pressed("cy"), [{ kind: "command", command: { do: "close-all" } }, KEYS]);
  for (const no of ["cn", "cc", "c\x1b", "cq", "cp"]) {
    assert.deepEqual(pressed(no), [{ kind: "none" }, KEYS], no);
  }
});

Deno.test("q asks once whether the run goes on later or stops", () => {
  assert.match(pressed("q")[1], /^Leave: g goes on later, s stops for good/);
  assert.deepEqual(pressed("qg"), [{ kind: "leave" }, KEYS]);
  assert.deepEqual(pressed("qs"), [{ kind: "command", command: { do: "stop" } }, KEYS]);
  assert.deepEqual(pressed("qq"), [{ kind: "none" }, KEYS]);
});

Deno.test("other keys do nothing", () => {
  assert.deepEqual(pressed("xgsy\n "), [{ kind: "none" }, KEYS]);
});
