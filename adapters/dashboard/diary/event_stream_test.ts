import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import {
  cycleEntry,
  diaryText,
  EquityFold,
  manifestOf,
  RUN_ENTRY,
  withDashboard,
} from "../testing/dashboard.ts";
import { DiaryIndex } from "./diary_index.ts";
import { eventStream } from "./event_stream.ts";

const RUN = "0123abcd";

function text(count: number): string {
  return diaryText([RUN_ENTRY, ...Array.from({ length: count - 1 }, (_, index) => cycleEntry(index))]);
}

async function inFile(use: (path: string) => Promise<void>): Promise<void> {
  const path = Deno.makeTempFileSync({ prefix: "reprise-stream-" });
  try {
    await use(path);
  } finally {
    Deno.removeSync(path);
  }
}

/** Reads events until `enough` says so, then lets go. */
async function eventsOf(
  stream: ReadableStream<Uint8Array>,
  enough: (ids: readonly number[]) => boolean,
): Promise<number[]> {
  const ids: number[] = [];
  for await (
    const part of stream.pipeThrough(
      new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array>,
    )
  ) {
    ids.push(...[...part.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id)));
    if (enough(ids)) break;
  }
  return ids;
}

Deno.test("lines come as they are written, each once, from the one after the last that was had", () =>
  inFile(async (path) => {
    Deno.writeTextFileSync(path, text(5));
    const index = new DiaryIndex(path, EquityFold);
    let ended = 0;
    const options = { after: 2, beside: [], onEnd: () => ended++, lookMs: 5 };
    const reading = eventsOf(eventStream(index, options), (ids) => ids.includes(307));
    await new Promise((resolve) => setTimeout(resolve, 30));
    // In two pieces, the first of which ends inside a line.
    const rest = text(308).slice(text(5).length);
    Deno.writeTextFileSync(path, rest.slice(0, 1000), { append: true });
    await new Promise((resolve) => setTimeout(resolve, 30));
    Deno.writeTextFileSync(path, rest.slice(1000), { append: true });
    deepStrictEqual(await reading, Array.from({ length: 305 }, (_, at) => at + 3));
    strictEqual(ended, 1);
    const again = eventsOf(eventStream(index, { ...options, after: 305 }), (ids) => ids.includes(307));
    deepStrictEqual(await again, [306, 307]);
  }));

Deno.test("what stands beside the lines is told once, and again when it changes", () =>
  inFile(async (path) => {
    Deno.writeTextFileSync(path, text(2));
    let state = "running";
    const beside = [{ name: "state", now: () => state }];
    const index = new DiaryIndex(path, EquityFold);
    const stream = eventStream(index, { after: 1, beside, onEnd: () => undefined, lookMs: 5 });
    const reader = stream.getReader();
    const next = async (): Promise<string> => new TextDecoder().decode((await reader.read()).value);
    strictEqual(await next(), 'event: state\ndata: "running"\n\n');
    setTimeout(() => state = "finished", 20);
    strictEqual(await next(), 'event: state\ndata: "finished"\n\n');
    await reader.cancel();
  }));

Deno.test("who takes nothing is dropped, and what is left is read by the next", () =>
  inFile(async (path) => {
    Deno.writeTextFileSync(path, text(5000));
    const index = new DiaryIndex(path, EquityFold);
    const dropped = Promise.withResolvers<void>();
    const options = { after: -1, beside: [], lookMs: 5, patienceMs: 40 };
    const stream = eventStream(index, { ...options, onEnd: () => dropped.resolve() });
    const reader = stream.getReader();
    const first = new TextDecoder().decode((await reader.read()).value);
    match(first, /^id: 0$/m);
    await dropped.promise;
    let fault = "";
    try {
      while (!(await reader.read()).done);
    } catch (error) {
      fault = (error as Error).message;
    }
    match(fault, /takes nothing/);
    const rest = await eventsOf(
      eventStream(index, { ...options, after: 199, onEnd: () => undefined }),
      (ids) => ids.includes(4999),
    );
    strictEqual(rest.length, 4800);
  }));

Deno.test("streams over the limit are sent away with a time to come again; a place that is left is free", () =>
  withDashboard(async ({ put, ask, streams }) => {
    put(RUN, { diary: text(3), manifest: manifestOf(RUN) });
    const open = await Promise.all(Array.from({ length: 20 }, () => ask(`/api/runs/${RUN}/events`)));
    const [taken, refused] = [
      open.filter(({ status }) => status === 200),
      open.filter(({ status }) => status === 503),
    ];
    deepStrictEqual([taken.length, refused.length], [3, 17]);
    ok(refused.every(({ headers }) => headers.get("retry-after") === "5"));
    await Promise.all(refused.map((response) => response.body?.cancel()));
    await taken[0].body!.cancel();
    strictEqual(streams.open, 2);
    const next = await ask(`/api/runs/${RUN}/events`, { headers: { "last-event-id": "0" } });
    const ids = await eventsOf(next.body!, (found) => found.includes(2));
    deepStrictEqual(ids, [1, 2]);
    await Promise.all(taken.slice(1).map((response) => response.body!.cancel()));
    strictEqual(streams.open, 0);
  }));
