import assert from "node:assert/strict";
import { join } from "node:path";
import type { SeenEntry } from "../../engine/mod.ts";
import { readSeen, SeenFile, seenIn } from "./seen_file.ts";
import { SeenFileError } from "./seen_file_error.ts";

const entry = (time: number): SeenEntry => ({ kind: "clock", times: [time, time + 1] });

async function inFolder(check: (folder: string) => Promise<void> | void): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "reprise-seen-" });
  try {
    await check(join(root, "seen"));
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const names = (folder: string): string[] => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

Deno.test("what was kept comes again in its order, over packed blocks and processes", () =>
  inFolder(async (folder) => {
    const all = Array.from({ length: 50 }, (_, index) => entry(index));
    for (const part of [all.slice(0, 20), all.slice(20)]) {
      using file = SeenFile.open(folder, 200);
      for (const one of part) file.append(one);
      await file.commit();
    }
    assert.ok(names(folder).filter((name) => name.endsWith(".zst")).length > 3);
    using again = SeenFile.open(folder, 200);
    assert.deepEqual([...again.entries()], all);
    assert.deepEqual([...readSeen(folder)], all);
  }));

Deno.test("killed at any byte of a line the lines before it are there, and the next one follows them", () =>
  inFolder((folder) => {
    {
      using file = SeenFile.open(folder);
      file.append(entry(1));
      file.append(entry(2));
    }
    const path = join(folder, "open-000000.jsonl");
    const bytes = Deno.readFileSync(path);
    const first = bytes.indexOf(10) + 1;
    for (let length = first; length < bytes.length; length++) {
      Deno.writeFileSync(path, bytes.subarray(0, length));
      using file = SeenFile.open(folder);
      assert.deepEqual([...file.entries()], [entry(1)]);
      file.append(entry(3));
      assert.deepEqual([...file.entries()], [entry(1), entry(3)]);
    }
  }));

Deno.test("killed while a block was packed it is there once", () =>
  inFolder((folder) => {
    {
      using file = SeenFile.open(folder, 60);
      for (let time = 0; time < 3; time++) file.append(entry(time));
    }
    const text = `${JSON.stringify(entry(0))}\n`;
    Deno.writeTextFileSync(join(folder, "open-000000.jsonl"), text);
    using file = SeenFile.open(folder, 60);
    assert.deepEqual([...file.entries()], [entry(0), entry(1), entry(2)]);
    assert.ok(!names(folder).includes("open-000000.jsonl"));
  }));

Deno.test("a block that was begun by an earlier process is packed when it is full", () =>
  inFolder((folder) => {
    {
      using file = SeenFile.open(folder, 60);
      file.append(entry(0));
    }
    using file = SeenFile.open(folder, 60);
    file.append(entry(1));
    assert.deepEqual(names(folder), ["000000.jsonl.zst", "open-000001.jsonl"]);
  }));

Deno.test("a block that is packed while those before it are read is read all the same", () =>
  inFolder((folder) => {
    using file = SeenFile.open(folder, 60);
    for (let time = 0; time < 3; time++) file.append(entry(time));
    const [first, ...rest] = (function* () {
      for (const one of file.entries()) {
        // Its block was open when the reading began.
        if (names(folder).includes("open-000001.jsonl")) file.append(entry(3));
        yield one;
      }
    })();
    assert.deepEqual([first, ...rest], [0, 1, 2, 3].map(entry));
  }));

Deno.test("a damaged line and a missing block are named", () =>
  inFolder((folder) => {
    using file = SeenFile.open(folder);
    file.append(entry(1));
    Deno.writeTextFileSync(join(folder, "open-000000.jsonl"), "{\n");
    assert.throws(() => [...file.entries()], (error) =>
      error instanceof SeenFileError && /line 1 is damaged/.test(error.message));
    assert.throws(() => [...readSeen(folder, 3)], SeenFileError);
  }));

Deno.test("a line that is JSON and no entry is named with the field; one that is comes as it was written", () =>
  inFolder((folder) => {
    Deno.mkdirSync(folder);
    const path = join(folder, "open-000000.jsonl");
    const read = (line: unknown) => {
      Deno.writeTextFileSync(path, `${JSON.stringify(entry(1))}\n${JSON.stringify(line)}\n`);
      return [...readSeen(folder)][1];
    };
    const damages: readonly (readonly [line: unknown, said: RegExp])[] = [
      [{ kind: "clock", times: [1, null] }, /open-000000\.jsonl, line 2 is damaged: times\.1: /],
      [
        { kind: "candles", asset: "BTC", interval: "15m", rows: [[1, 2, 3, 4, 5]] },
        /rows: .* rows of 6 numbers/,
      ],
      [{ kind: "dream" }, /line 2 is damaged: kind: /],
    ];
    for (const [line, said] of damages) {
      assert.throws(() => read(line), (error) => error instanceof SeenFileError && said.test(error.message));
    }
    const transfer = { amountUsd: 5, time: 1, kind: "transfer" };
    const account = {
      openOrders: [],
      positions: [],
      freeUsd: 5,
      marginUsedUsd: 0,
      equityUsd: 5,
      balanceUsd: 5,
    };
    const answer = { events: [transfer], account: { ...account, time: 1 } };
    const written = { call: "sync", kind: "exchange", answer };
    assert.equal(JSON.stringify(read(written)), JSON.stringify(written));
  }));

Deno.test("a block that is gone or was changed after its run ended is named, with both hashes; one that goes on is not held to them", () =>
  inFolder((folder) => {
    const root = join(folder, "..");
    {
      using file = SeenFile.open(folder, 60);
      for (let time = 0; time < 4; time++) file.append(entry(time));
    }
    assert.deepEqual([...seenIn(root)].length, 4);
    const packed = join(folder, "000000.jsonl.zst");
    const bytes = Deno.readFileSync(packed);
    bytes[bytes.length - 1] ^= 1;
    const said = (pattern: RegExp) => (error: unknown) =>
      error instanceof SeenFileError && pattern.test(error.message);
    Deno.writeFileSync(packed, bytes);
    assert.throws(
      () => seenIn(root),
      said(/000000\.jsonl\.zst was changed: its sha256 is [0-9a-f]{64}; wanted [0-9a-f]{64}, as/),
    );
    bytes[bytes.length - 1] ^= 1;
    Deno.writeFileSync(packed, bytes);
    const open = names(folder).find((name) => name.startsWith("open-"))!;
    Deno.removeSync(join(folder, open));
    assert.throws(
      () => seenIn(root),
      said(/open-\d+\.jsonl is gone; wanted the file of sha256 [0-9a-f]{64}, as/),
    );
    {
      using file = SeenFile.open(folder, 60);
      file.append(entry(9));
      assert.ok(!names(folder).includes("sha256.json"));
    }
    assert.ok([...seenIn(root)].length > 1);
    Deno.writeTextFileSync(join(folder, "sha256.json"), "[");
    assert.throws(() => seenIn(root), said(/sha256\.json cannot be read; wanted the hashes/));
  }));
