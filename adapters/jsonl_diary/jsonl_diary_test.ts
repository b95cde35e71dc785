import { deepStrictEqual, match, ok, rejects, strictEqual, throws } from "node:assert/strict";
import { CHAIN_START } from "../../engine/mod.ts";
import { diaryContract } from "../../engine/ports/diary_contract.ts";
import { type DiaryFile, JsonlDiary } from "./jsonl_diary.ts";
import { readDiary } from "./read_diary.ts";
import { RunError } from "./run_error.ts";
import { cycle, inTempDir, RUN, writeSample } from "./testing/samples.ts";

for (const durable of [false, true]) {
  diaryContract(`JSONL diary, ${durable ? "durable" : "not durable"}`, () => {
    const folder = Deno.makeTempDirSync({ prefix: "reprise-diary-" });
    const path = `${folder}/diary.jsonl`;
    const diary = JsonlDiary.create(path, { durable });
    return Promise.resolve({
      diary,
      entries: () => Promise.resolve(readDiary(path).lines.map((line) => line.entry)),
      async dispose() {
        await diary.close();
        Deno.removeSync(folder, { recursive: true });
      },
    });
  });
}

/** A disk that fills up or fails in other ways; what it holds can be looked at. */
class FakeFile implements DiaryFile {
  content = new Uint8Array(0);
  syncs = 0;
  locked = true;
  closed = false;

  constructor(
    readonly limits: { room?: number; mouthful?: number; noTruncate?: boolean; noSync?: boolean },
  ) {}

  writeSync(bytes: Uint8Array): number {
    const room = (this.limits.room ?? Infinity) - this.content.length;
    if (room <= 0) throw new Error("No space left on device (os error 28)");
    const part = bytes.subarray(0, Math.min(room, this.limits.mouthful ?? Infinity));
    const content = new Uint8Array(this.content.length + part.length);
    content.set(this.content);
    content.set(part, this.content.length);
    this.content = content;
    return part.length;
  }

  truncateSync(length: number): void {
    if (this.limits.noTruncate === true) throw new Error("Input/output error (os error 5)");
    this.content = this.content.slice(0, length);
  }

  syncData(): Promise<void> {
    this.syncs++;
    return this.limits.noSync === true
      ? Promise.reject(new Error("Input/output error (os error 5)"))
      : Promise.resolve();
  }

  unlockSync(): void {
    this.locked = false;
  }

  close(): void {
    ok(!this.closed, "closed twice");
    // A process that is being started has the file a little longer, and would keep its lock.
    ok(!this.locked || Deno.build.os === "windows", "closed with its lock");
    this.closed = true;
  }

  lines(): number {
    return new TextDecoder().decode(this.content).split("\n").length - 1;
  }
}

function diaryOn(file: FakeFile, durable = false): JsonlDiary {
  const end = { lines: 0, lastHash: CHAIN_START, bytes: 0 };
  return new JsonlDiary({ path: "/runs/x/diary.jsonl", file, end }, { durable });
}

function appendLines(diary: JsonlDiary, count: number): void {
  for (let index = 0; index < count; index++) diary.append(index === 0 ? RUN : cycle(index));
}

Deno.test("close says how the diary ends, as a reader finds it", () =>
  inTempDir(async (folder) => {
    const path = `${folder}/diary.jsonl`;
    const diary = JsonlDiary.create(path, { durable: false });
    appendLines(diary, 5000);
    const seal = await diary.close();
    const { end } = readDiary(path);
    deepStrictEqual(seal, { lines: end.lines, lastHash: end.lastHash });
    strictEqual(seal.lines, 5000);
    strictEqual(seal.lastHash, diary.end.hash);
    strictEqual(end.bytes, Deno.statSync(path).size);
    deepStrictEqual(await diary.close(), seal);
    throws(() => diary.append(cycle(1)), /is closed$/);
    await rejects(() => diary.commit(), /is closed$/);
  }));

Deno.test("an empty diary closes with no lines", () =>
  inTempDir(async (folder) => {
    const diary = JsonlDiary.create(`${folder}/diary.jsonl`, { durable: true });
    deepStrictEqual(await diary.close(), { lines: 0, lastHash: CHAIN_START });
    deepStrictEqual(readDiary(diary.path).lines, []);
  }));

Deno.test("the same entries make the same file, whatever is committed when", () =>
  inTempDir(async (folder) => {
    await writeSample(`${folder}/a.jsonl`, 3000);
    const diary = JsonlDiary.create(`${folder}/b.jsonl`, { durable: true });
    for (let index = 0; index < 3000; index++) {
      diary.append(index === 0 ? RUN : cycle(index));
      if (index % 500 === 7) await diary.commit();
    }
    await diary.close();
    strictEqual(Deno.readTextFileSync(`${folder}/a.jsonl`), Deno.readTextFileSync(`${folder}/b.jsonl`));
  }));

Deno.test("a backtest writes in large blocks; a line that must outlive the process is handed over at once", () => {
  const blocks = new FakeFile({});
  const backtest = diaryOn(blocks);
  appendLines(backtest, 100);
  strictEqual(blocks.content.length, 0);
  appendLines(backtest, 3000);
  ok(blocks.content.length >= 256 * 1024);
  const lines = new FakeFile({});
  appendLines(diaryOn(lines, true), 3);
  strictEqual(lines.lines(), 3);
});

Deno.test("a lazy diary keeps its block through a commit and hands it over when it is closed", async () => {
  const file = new FakeFile({});
  const end = { lines: 0, lastHash: CHAIN_START, bytes: 0 };
  const diary = new JsonlDiary({ path: "/runs/x/diary.jsonl", file, end }, { durable: false, lazy: true });
  appendLines(diary, 100);
  await diary.commit();
  strictEqual(file.content.length, 0);
  strictEqual((await diary.close()).lines, 100);
  strictEqual(file.lines(), 100);
  await rejects(() => diary.commit(), /is closed$/);
});

Deno.test("syncs only when asked and only what is new", async () => {
  const file = new FakeFile({});
  const diary = diaryOn(file, true);
  appendLines(diary, 100);
  strictEqual(file.syncs, 0);
  await diary.commit();
  await diary.commit();
  strictEqual(file.syncs, 1);
  await diary.close();
  strictEqual(file.syncs, 1);
  const quick = new FakeFile({});
  const backtest = diaryOn(quick);
  appendLines(backtest, 10);
  await backtest.commit();
  strictEqual(quick.lines(), 10);
  await backtest.close();
  strictEqual(quick.syncs, 0);
});

Deno.test("a disk that takes a little at a time gets everything", async () => {
  const file = new FakeFile({ mouthful: 77 });
  const diary = diaryOn(file);
  appendLines(diary, 50);
  strictEqual((await diary.close()).lines, 50);
  strictEqual(file.lines(), 50);
});

Deno.test("a full disk: one clear line, whole lines stay, nothing is taken afterwards", async () => {
  for (let room = 0; room < 2000; room += 61) {
    const file = new FakeFile({ room });
    const diary = diaryOn(file);
    appendLines(diary, 100);
    const message =
      /^cannot write the diary \/runs\/x\/diary\.jsonl: No space left on device; wanted \d+ bytes more, its first \d+ lines are whole$/;
    const wanted = { name: "RunError", message };
    await rejects(() => diary.commit(), wanted);
    throws(() => diary.append(cycle(1)), wanted);
    await rejects(() => diary.commit(), wanted);
    const seal = await diary.close();
    ok(file.closed);
    strictEqual(seal.lines, file.lines());
    const text = new TextDecoder().decode(file.content);
    ok(text === "" || text.endsWith(`"hash":"${seal.lastHash}"}\n`), `${room}: ${text.slice(-90)}`);
    strictEqual(text === "", seal.lastHash === CHAIN_START);
  }
});

Deno.test("a full disk in append: the run is told at once", () => {
  const diary = diaryOn(new FakeFile({ room: 100_000 }));
  throws(() => appendLines(diary, 3000), /No space left on device/);
});

Deno.test("a full disk at close is said, and the file is closed", async () => {
  const file = new FakeFile({ room: 500 });
  const diary = diaryOn(file);
  appendLines(diary, 100);
  await rejects(() => diary.close(), /No space left on device/);
  ok(file.closed);
  strictEqual((await diary.close()).lines, file.lines());
});

Deno.test("a torn line that cannot be cut off is said", async () => {
  const diary = diaryOn(new FakeFile({ room: 500, noTruncate: true }));
  appendLines(diary, 100);
  await rejects(() => diary.commit(), /a torn line may stand after its first 2 \(Input\/output error\)$/);
});

Deno.test("a failed sync ends the diary: what is safe is not known any more", async () => {
  const diary = diaryOn(new FakeFile({ noSync: true }), true);
  appendLines(diary, 2);
  const message = /^cannot sync the diary \/runs\/x\/diary.jsonl to disk: Input\/output error$/;
  const expected = { name: "RunError", message };
  await rejects(() => diary.commit(), expected);
  throws(() => diary.append(cycle(2)), expected);
  await diary.close();
});

Deno.test("create refuses a file that is there, a folder that is not, each in one line", () =>
  inTempDir(async (folder) => {
    const path = `${folder}/diary.jsonl`;
    await writeSample(path, 2);
    const create = (to: string) => () => JsonlDiary.create(to, { durable: false });
    throws(create(path), (error: RunError) => {
      strictEqual(error.message, `cannot create the diary ${path}: File exists`);
      return error instanceof RunError;
    });
    throws(create(`${folder}/no/diary.jsonl`), /: No such file or directory$/);
    strictEqual(readDiary(path).lines.length, 2);
  }));

Deno.test("resume continues the chain and hands over what was there", () =>
  inTempDir(async (folder) => {
    const path = `${folder}/diary.jsonl`;
    await writeSample(path, 10);
    const seen: number[] = [];
    const diary = JsonlDiary.resume(path, { durable: true, onLine: (line) => seen.push(line.seq) });
    strictEqual(diary.tornTail, null);
    deepStrictEqual(seen, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (let index = 10; index < 20; index++) diary.append(cycle(index));
    await diary.close();
    await writeSample(`${folder}/straight.jsonl`, 20);
    strictEqual(Deno.readTextFileSync(path), Deno.readTextFileSync(`${folder}/straight.jsonl`));
  }));

Deno.test("resume sets a torn tail aside, each into a file of its own", () =>
  inTempDir(async (folder) => {
    const path = `${folder}/diary.jsonl`;
    await writeSample(path, 10);
    for (const number of [1, 2]) {
      const tail = `{"seq":10,"kind":"cy${number}\ud83d\ude00`;
      Deno.writeTextFileSync(path, tail, { append: true });
      const diary = JsonlDiary.resume(path, { durable: false });
      const aside = `${folder}/diary.torn-${number}.jsonl`;
      deepStrictEqual(diary.tornTail, { line: 10 + number, bytes: 25, path: aside });
      strictEqual(Deno.readTextFileSync(aside), tail);
      diary.append(cycle(9 + number));
      await diary.close();
    }
    await writeSample(`${folder}/straight.jsonl`, 12);
    strictEqual(Deno.readTextFileSync(path), Deno.readTextFileSync(`${folder}/straight.jsonl`));
  }));

Deno.test("resume of a diary whose first line is torn begins at the beginning", () =>
  inTempDir(async (folder) => {
    const path = `${folder}/diary.jsonl`;
    await writeSample(path, 1);
    const whole = Deno.readTextFileSync(path);
    Deno.writeTextFileSync(path, whole.slice(0, -1));
    const diary = JsonlDiary.resume(path, { durable: false });
    strictEqual(diary.end.seq, 0);
    diary.append(RUN);
    await diary.close();
    strictEqual(Deno.readTextFileSync(path), whole);
  }));

Deno.test("resume touches nothing where a line is damaged, or there is no diary", () =>
  inTempDir(async (folder) => {
    const path = `${folder}/diary.jsonl`;
    await writeSample(path, 5);
    const damaged = Deno.readTextFileSync(path).replace('"kind":"cycle"', '"kind":"cycel"') + "torn";
    Deno.writeTextFileSync(path, damaged);
    throws(
      () => JsonlDiary.resume(path, { durable: false }),
      /diary\.jsonl, line 2: its hash does not follow/,
    );
    strictEqual(Deno.readTextFileSync(path), damaged);
    deepStrictEqual([...Deno.readDirSync(folder)].map((entry) => entry.name), ["diary.jsonl"]);
    throws(() => JsonlDiary.resume(`${folder}/none.jsonl`, { durable: false }), RunError);
    match([...Deno.readDirSync(folder)].map((entry) => entry.name).join(), /^diary\.jsonl$/);
  }));

Deno.test({
  name: "two writers at once are refused, readers are not",
  ignore: Deno.build.os === "windows",
  fn: () =>
    inTempDir(async (folder) => {
      const path = `${folder}/diary.jsonl`;
      const first = JsonlDiary.create(path, { durable: false });
      first.append(RUN);
      await first.commit();
      throws(() => JsonlDiary.resume(path, { durable: false }), /another process is writing it/);
      strictEqual(readDiary(path).lines.length, 1);
      await first.close();
      await JsonlDiary.resume(path, { durable: false }).close();
    }),
});
