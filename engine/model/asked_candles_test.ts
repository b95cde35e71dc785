import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { AskedCandles } from "./asked_candles.ts";
import type { CandleWindow } from "./candles.ts";
import type { ClosedCandle } from "./growing_candles.ts";

const MINUTE = 60_000;

function candle(minute: number): ClosedCandle {
  const openTime = minute * MINUTE;
  return { openTime, closeTime: openTime + MINUTE, open: 5, high: 7, low: 4, close: 6, volume: minute };
}

/** A source of minutes, some of which lack, that counts what it is asked. */
class Minutes {
  readonly asked: string[] = [];
  minutes: readonly number[];
  fails = false;

  constructor(minutes: readonly number[]) {
    this.minutes = minutes;
  }

  later(from: number, until: number): Promise<ClosedCandle[]> {
    this.asked.push(`later ${from / MINUTE} ${until / MINUTE}`);
    if (this.fails) return Promise.reject(new Error("nobody there"));
    return Promise.resolve(this.#closed(until).filter(({ openTime }) => openTime >= from));
  }

  earlier(until: number, count: number): Promise<ClosedCandle[]> {
    this.asked.push(`earlier ${until / MINUTE} ${count}`);
    if (this.fails) return Promise.reject(new Error("nobody there"));
    return Promise.resolve(this.#closed(until).slice(-count));
  }

  #closed(until: number): ClosedCandle[] {
    return this.minutes.map(candle).filter(({ closeTime }) => closeTime <= until);
  }
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}

function minutesOf(window: CandleWindow): number[] {
  return range(0, window.length).map((index) => window.time(index) / MINUTE);
}

Deno.test("AskedCandles: what has closed is asked for once, and then it is here", async () => {
  const source = new Minutes(range(0, 100));
  const candles = new AskedCandles(source, MINUTE);
  deepStrictEqual(minutesOf(await candles.window(10 * MINUTE, { last: 3 })), [7, 8, 9]);
  ok(!(candles.window(10 * MINUTE + 500, { last: 2 }) instanceof Promise));
  deepStrictEqual(minutesOf(await candles.window(12 * MINUTE, { after: 10 * MINUTE })), [10, 11]);
  ok(!(candles.window(12 * MINUTE + 59_999, { after: 8 * MINUTE }) instanceof Promise));
  deepStrictEqual(source.asked, ["earlier 10 3", "later 10 12"]);
});

Deno.test("AskedCandles: what lies further back is asked for when it is wanted", async () => {
  const source = new Minutes([2, ...range(4, 20)]);
  const candles = new AskedCandles(source, MINUTE);
  deepStrictEqual(minutesOf(await candles.window(9 * MINUTE, { after: 6 * MINUTE + 1 })), [6, 7, 8]);
  deepStrictEqual(minutesOf(await candles.window(9 * MINUTE, { after: 3 * MINUTE })), [4, 5, 6, 7, 8]);
  deepStrictEqual(minutesOf(await candles.window(9 * MINUTE, { last: 9 })), [2, 4, 5, 6, 7, 8]);
  deepStrictEqual(minutesOf(await candles.window(9 * MINUTE, { after: 0 })), [2, 4, 5, 6, 7, 8]);
  deepStrictEqual(source.asked, ["later 6 9", "later 3 6", "earlier 4 4"]);
});

Deno.test("AskedCandles: one that is late is asked for again, not more than once a second", async () => {
  const source = new Minutes(range(0, 4));
  const candles = new AskedCandles(source, MINUTE);
  const ask = async (ms: number) => minutesOf(await candles.window(5 * MINUTE + ms, { last: 2 }));
  deepStrictEqual(await ask(0), [2, 3]);
  deepStrictEqual(await ask(999), [2, 3]);
  strictEqual(source.asked.length, 1);
  source.minutes = range(0, 5);
  deepStrictEqual(await ask(1000), [3, 4]);
  strictEqual(source.asked.length, 2);
});

Deno.test("AskedCandles: a source without any is not asked twice in a moment", async () => {
  const source = new Minutes([]);
  const candles = new AskedCandles(source, MINUTE);
  strictEqual((await candles.window(5 * MINUTE, { last: 2 })).length, 0);
  strictEqual((await candles.window(5 * MINUTE, { after: 0 })).length, 0);
  strictEqual(source.asked.length, 1);
  source.minutes = range(0, 9);
  deepStrictEqual(minutesOf(await candles.window(6 * MINUTE, { last: 2 })), [4, 5]);
});

Deno.test("AskedCandles: one that was told need not be asked for; after a hole the source is asked", async () => {
  const source = new Minutes(range(0, 9));
  const candles = new AskedCandles(source, MINUTE);
  candles.hear(candle(2));
  await candles.window(3 * MINUTE, { last: 1 });
  candles.hear(candle(3));
  candles.hear({ ...candle(3), close: 5 });
  candles.hear(candle(2));
  deepStrictEqual(minutesOf(await candles.window(4 * MINUTE, { after: 0 })), range(0, 4));
  candles.hear(candle(6));
  deepStrictEqual(minutesOf(await candles.window(7 * MINUTE, { after: 2 * MINUTE })), [2, 3, 4, 5, 6]);
  deepStrictEqual(source.asked, ["earlier 3 1", "later 0 2", "later 4 7"]);
});

Deno.test("AskedCandles: what failed is told, and tried again by the next", async () => {
  const source = new Minutes(range(0, 9));
  source.fails = true;
  const candles = new AskedCandles(source, MINUTE);
  const ask = async (minute: number) => minutesOf(await candles.window(minute * MINUTE, { last: 1 }));
  await rejects(ask(3), /nobody there/);
  source.fails = false;
  deepStrictEqual(await Promise.all([ask(3), ask(3)]), [[2], [2]]);
  source.fails = true;
  await rejects(ask(4), /nobody there/);
  await rejects(ask(4), /nobody there/);
  source.fails = false;
  deepStrictEqual(await ask(4), [3]);
  deepStrictEqual(source.asked, ["earlier 3 1", "earlier 3 1", "later 3 4", "later 3 4", "later 3 4"]);
});

Deno.test("AskedCandles: however it is asked, the answer is the candles there are", async () => {
  const question = fc.record({ step: fc.nat(4), last: fc.option(fc.nat(12)), after: fc.nat(40) });
  await fc.assert(fc.asyncProperty(
    fc.uniqueArray(fc.nat(40), { maxLength: 40 }),
    fc.array(question, { maxLength: 20 }),
    async (minutes, questions) => {
      const there = minutes.toSorted((a, b) => a - b);
      const candles = new AskedCandles(new Minutes(there), MINUTE);
      let now = 0;
      for (const { step, last, after } of questions) {
        now += step;
        const closed = there.filter((minute) => minute + 1 <= now);
        const wanted = last === null
          ? closed.filter((minute) => minute + 1 > after)
          : closed.slice(Math.max(0, closed.length - last));
        const asked = last === null ? { after: after * MINUTE } : { last };
        deepStrictEqual(minutesOf(await candles.window(now * MINUTE, asked)), wanted);
      }
    },
  ));
});
