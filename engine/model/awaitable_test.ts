import { deepStrictEqual, ok, rejects, strictEqual, throws } from "node:assert/strict";
import { andThen, type Awaitable, eachInTurn } from "./awaitable.ts";

Deno.test("what is there is gone on with at once, what is not when it comes", async () => {
  strictEqual(andThen(1, (one) => one + 1), 2);
  const later = andThen(Promise.resolve(1), (one) => one + 1);
  ok(later instanceof Promise);
  strictEqual(await later, 2);
});

Deno.test("a failure passes through: thrown where the value was there, a failed promise where not", async () => {
  const fail = (): never => {
    throw new Error("no");
  };
  throws(() => andThen(1, fail), /no/);
  await rejects(async () => await andThen(Promise.resolve(1), fail), /no/);
  await rejects(async () => await andThen(Promise.reject(new Error("no")), () => 1), /no/);
});

Deno.test("items are done in turn, at once as long as none has to be waited for", async () => {
  deepStrictEqual(eachInTurn([1, 2, 3], (item) => item * 2), [2, 4, 6]);
  deepStrictEqual(eachInTurn([], () => 1), []);
  for (const waited of [[0], [1], [2], [0, 2], [0, 1, 2]]) {
    const begun: number[] = [];
    let running = 0;
    const of = (item: number): Awaitable<number> => {
      strictEqual(running, 0, `${item} began before the one before it was there`);
      begun.push(item);
      if (!waited.includes(item)) return item * 2;
      running++;
      return Promise.resolve().then(() => {
        running--;
        return item * 2;
      });
    };
    deepStrictEqual(await eachInTurn([0, 1, 2], of), [0, 2, 4]);
    deepStrictEqual(begun, [0, 1, 2]);
  }
});

Deno.test("after one that failed no other is begun", async () => {
  const begun: number[] = [];
  const of = (item: number): Promise<number> => {
    begun.push(item);
    return item === 1 ? Promise.reject(new Error("no")) : Promise.resolve(item);
  };
  await rejects(async () => await eachInTurn([0, 1, 2], of), /no/);
  deepStrictEqual(begun, [0, 1]);
});
