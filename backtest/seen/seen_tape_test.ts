import { deepStrictEqual, rejects, strictEqual, throws } from "node:assert/strict";
import { type Command, MarketFault, type SeenEntry } from "../../engine/mod.ts";
import { NoCommands } from "../no_commands.ts";
import { SeenClock } from "./seen_clock.ts";
import { SeenCommands } from "./seen_commands.ts";
import { SeenError, SeenTape } from "./seen_tape.ts";
import { KeptEntries } from "./testing/kept_entries.ts";

const LINE: SeenEntry = { kind: "line", seq: 0, isEnd: true };
const AFTER = { afterMs: 1000 };

Deno.test("readings are kept in one piece before whatever follows, and are read again one by one", () => {
  const store = new KeptEntries();
  const tape = new SeenTape(store);
  for (const time of [1, 1, 2]) tape.reading(() => time);
  tape.keep<"chat">({ kind: "chat" });
  tape.reading(() => 3);
  tape.flush();
  deepStrictEqual(store.all, [{ kind: "clock", times: [1, 1, 2] }, { kind: "chat" }, {
    kind: "clock",
    times: [3],
  }]);
  const again = new SeenTape(new KeptEntries(store.all));
  const unread = (): number => 99;
  deepStrictEqual([again.reading(unread), again.reading(unread), again.reading(unread)], [1, 1, 2]);
  again.play("chat");
  deepStrictEqual([again.reading(unread), again.isPlaying, again.reading(unread)], [3, false, 99]);
});

Deno.test("what is asked for otherwise than it was is refused", () => {
  const tape = new SeenTape(new KeptEntries([{ kind: "chat" }]));
  throws(() => tape.play("contexts"), SeenError);
});

Deno.test("a failure is kept with its kind, and comes again where it was", async () => {
  const store = new KeptEntries();
  const fault = new MarketFault("limit", "too many");
  await rejects(new SeenTape(store).attempt(() => Promise.reject(fault)), fault);
  throws(
    () => new SeenTape(store).play("contexts"),
    (error) => error instanceof MarketFault && error.kind === "limit" && error.message === "too many",
  );
});

Deno.test("a cycle that was left long ago is forgotten up to the last line, for good", () => {
  const entries: SeenEntry[] = [LINE, { kind: "clock", times: [5000] }, { kind: "chat" }];
  const store = new KeptEntries(entries);
  const tape = new SeenTape(store, { ...AFTER, now: 6001 });
  deepStrictEqual(store.all.at(-1), { kind: "forget", entries: 2 });
  tape.play("line");
  strictEqual(tape.isPlaying, false);
  const later = new SeenTape(store, { ...AFTER, now: 9000 });
  later.play("line");
  strictEqual(later.isPlaying, false);
});

Deno.test("a run whose market's time was set back is refused with both moments; a clock that was set right is not", () => {
  const store = () => new KeptEntries([{ kind: "clock", times: [50_000, 120_000] }, LINE]);
  throws(
    () => new SeenTape(store(), null, 59_999),
    /it is 1970-01-01T00:00Z.* has seen 1970-01-01T00:02Z already.*--from 1970-01-01T00:02\)/,
  );
  deepStrictEqual(new SeenTape(store(), null, 60_000).nextKind, "clock");
  deepStrictEqual(new SeenTape(store()).nextKind, "clock");
  deepStrictEqual(new SeenTape(new KeptEntries([]), null, 0).nextKind, null);
});

Deno.test("one that was left a moment ago, or in which something was intended, is gone on with", () => {
  const entries: SeenEntry[] = [LINE, { kind: "clock", times: [5000] }];
  strictEqual(new SeenTape(new KeptEntries(entries), { ...AFTER, now: 6000 }).isPlaying, true);
  const under: SeenEntry[] = [LINE, { kind: "clock", times: [5000] }, { kind: "chat" }];
  const left = (now: number) => new SeenTape(new KeptEntries(under), { ...AFTER, now }).nextKind;
  const playedOn = (now: number): number => {
    const store = new KeptEntries(under);
    new SeenTape(store, { ...AFTER, now });
    return store.all.filter(({ kind }) => kind === "forget").length;
  };
  deepStrictEqual([left(6000), playedOn(6000), playedOn(6001)], ["line", 0, 1]);
  const intended: SeenEntry[] = [...entries, { kind: "line", seq: 1, isEnd: false }, {
    kind: "clock",
    times: [5001],
  }];
  const store = new KeptEntries(intended);
  strictEqual(new SeenTape(store, { ...AFTER, now: 9000 }).isPlaying, true);
  strictEqual(store.all.some(({ kind }) => kind === "forget"), false);
});

Deno.test("of looks that led to nothing the last one is kept, before what follows from it", async () => {
  const store = new KeptEntries();
  const tape = new SeenTape(store);
  const look = (time: number): void => {
    tape.hold();
    tape.reading(() => time);
    tape.keep<"exchange">({ kind: "exchange", call: "find", answer: { status: "none" } });
    tape.reading(() => time + 1);
  };
  const told = () => store.all.map((entry) => entry.kind === "clock" ? entry.times.join(" ") : entry.kind);
  for (const time of [10, 20, 30]) {
    look(time);
    tape.drop();
  }
  deepStrictEqual(told(), []);
  look(40);
  deepStrictEqual(told(), []);
  tape.keep<"line">({ kind: "line", seq: 0, isEnd: true });
  deepStrictEqual(told(), ["30", "exchange", "31", "40", "exchange", "41", "line"]);
  tape.drop();
  look(50);
  await tape.commit();
  deepStrictEqual(told().slice(7), ["50", "exchange", "51"]);
  tape.hold();
  tape.reading(() => 60);
  tape.keep<"contexts">({ kind: "contexts", contexts: [] });
  deepStrictEqual(told().slice(10), ["60", "contexts"]);
});

Deno.test("time never goes back where the tape ends, and nothing that was waited for is waited for again", async () => {
  const clock = { now: () => 7, sleepUntil: () => Promise.reject(new Error("it slept")) };
  const tape = new SeenTape(new KeptEntries([{ kind: "clock", times: [10] }]));
  const seen = new SeenClock(clock, tape);
  await seen.sleepUntil(50);
  deepStrictEqual([seen.now(), seen.now()], [10, 10]);
  await rejects(async () => await seen.sleepUntil(50), /it slept/);
});

Deno.test("commands come when they came, and waiting ends for them", async () => {
  const commands: Command[] = [{ do: "pause" }];
  const tape = new SeenTape(new KeptEntries([{ kind: "clock", times: [1] }, { kind: "commands", commands }]));
  const seen = new SeenCommands(new NoCommands(), tape);
  const waiting = seen.waiting();
  deepStrictEqual([waiting.aborted, await seen.take()], [false, []]);
  tape.reading(() => 0);
  strictEqual(waiting.aborted, true);
  deepStrictEqual(await seen.take(), commands);
  strictEqual(seen.waiting().aborted, false);
});

Deno.test("that no process was there is heard of on the way, in the process that came after and in every later one", () => {
  const store = new KeptEntries([LINE, { kind: "clock", times: [1000] }]);
  const next = new SeenTape(store, { ...AFTER, now: 5000 });
  next.play("line");
  deepStrictEqual([next.wasAway(3000), next.nextKind], [false, "clock"]);
  next.reading(() => 0);
  const at = (tape: SeenTape) => [1000, 1001, 5000, 5001].map((time) => tape.wasAway(time));
  deepStrictEqual([next.isPlaying, at(next)], [false, [false, true, true, false]]);
  deepStrictEqual(next.reading(() => 5002), 5002);
  next.keep<"line">({ ...LINE, seq: 1 });
  const later = new SeenTape(new KeptEntries(store.all));
  later.play("line");
  later.reading(() => 0);
  deepStrictEqual([at(later), later.reading(() => 0), later.nextKind], [
    [false, true, true, false],
    5002,
    "line",
  ]);
});

Deno.test("once something could not be kept nothing is, whoever heard of it first", () => {
  const store = new KeptEntries();
  let isFull = true;
  const full = Object.assign(Object.create(store) as KeptEntries, {
    append: (entry: KeptEntries["all"][number]) => {
      if (isFull) throw new Error("no space left on device");
      store.append(entry);
    },
  });
  const tape = new SeenTape(full);
  const keep = () => tape.keep<"chat">({ kind: "chat" });
  throws(keep, /no space/);
  isFull = false;
  throws(keep, /no space/);
  deepStrictEqual(store.all, []);
});
