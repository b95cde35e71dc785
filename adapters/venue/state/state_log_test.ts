import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { StateError } from "./state_error.ts";
import { StateLog } from "./state_log.ts";

function caught(action: () => void): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return null;
}

Deno.test(
  "a log that could not be written once takes nothing more",
  { ignore: Deno.build.os !== "linux" },
  () => {
    const log = StateLog.open("/dev/full");
    const told: StateError[] = [];
    log.onFailure = (failure) => void told.push(failure);
    const first = caught(() => log.append({ some: "thing" }));
    ok(first instanceof StateError && /No space left on device; /.test(first.message), String(first));
    // Whether there is room again or not: nobody knows what came before it.
    strictEqual(caught(() => log.append(1)), first);
    deepStrictEqual(told, [first]);
    log.release();
  },
);

Deno.test("a log that was closed can be opened at once, though processes are being started", {
  ignore: Deno.build.os === "windows",
}, async () => {
  const path = Deno.makeTempFileSync();
  const starter = new Worker(import.meta.resolve("./testing/start_processes.ts"), { type: "module" });
  let isDone = false;
  starter.onmessage = () => isDone = true;
  for (let opened = 0; !isDone; opened++) {
    const log = StateLog.open(path);
    if (opened % 2 === 0) log.release();
    else await log.close();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  starter.terminate();
  Deno.removeSync(path);
});
