import assert from "node:assert/strict";
import { Handover } from "./handover.ts";

Deno.test("the maker waits until what it made is taken, and things come in their order", async () => {
  const handover = new Handover<number>();
  const done: number[] = [];
  const making = (async () => {
    for (const item of [1, 2, 3]) {
      await handover.put(item);
      done.push(item);
    }
    handover.end();
  })();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(done, []);
  assert.equal(await handover.take(), 1);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(done, [1]);
  assert.deepEqual([await handover.take(), await handover.take(), await handover.take()], [2, 3, null]);
  await making;
});

Deno.test("whoever put a thing waits for that one, not for another's", async () => {
  const handover = new Handover<string>();
  const taken: string[] = [];
  const puts = ["a", "b"].map((item) => handover.put(item).then(() => taken.push(item)));
  await handover.take();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(taken, ["a"]);
  await handover.take();
  await Promise.all(puts);
});

Deno.test("what is put beside each other is handed out one by one", async () => {
  const handover = new Handover<string>();
  const puts = ["n", "n", "q"].map((key) => handover.put(key));
  assert.deepEqual([await handover.take(), await handover.take(), await handover.take()], ["n", "n", "q"]);
  await Promise.all(puts);
});

Deno.test("whoever waits no longer than so long gets nothing then, and the end releases both sides", async () => {
  const handover = new Handover<number>();
  assert.equal(await handover.take(5), undefined);
  const waiting = handover.take();
  handover.end();
  assert.equal(await waiting, null);
  const left = new Handover<number>();
  const putting = left.put(1);
  left.end();
  await putting;
  await left.put(2);
});
