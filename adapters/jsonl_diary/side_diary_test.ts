import { deepStrictEqual, throws } from "node:assert/strict";
import { DIARY_SCHEMA, type IntentEntry } from "../../engine/mod.ts";
import { JsonlDiary } from "./jsonl_diary.ts";
import { readDiary } from "./read_diary.ts";
import { RunError } from "./run_error.ts";
import { openSideDiary } from "./side_diary.ts";

const KEY = "a".repeat(32);

function intentOf(clientOrderId: string): IntentEntry {
  const leg = {
    leg: "close",
    clientOrderId,
    side: "sell",
    size: 1,
    limitPrice: 9,
    triggerPrice: null,
  } as const;
  return {
    ...{ kind: "intent", close: 1, origin: "secure", decisions: [] },
    orders: [{ asset: "ETH", purpose: "close", legs: [{ ...leg, reduceOnly: true }], leverage: null }],
  };
}

function idOf(digit: string): string {
  return `0x${digit.repeat(32)}`;
}

Deno.test("side diary: knows the run's orders and its own, those of before and those that come", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "reprise-side-" });
  const [path, diaryPath] = [`${folder}/watch.jsonl`, `${folder}/diary.jsonl`];
  try {
    const theirs = JsonlDiary.create(diaryPath, { durable: true });
    theirs.append({ kind: "run", schema: DIARY_SCHEMA, key: KEY });
    theirs.append(intentOf(idOf("1")));
    const known = (side: ReturnType<typeof openSideDiary>) =>
      ["1", "2", "3"].map(idOf).filter(side.intended());
    {
      await using side = openSideDiary(path, { diaryPath, key: KEY });
      deepStrictEqual(known(side), [idOf("1")]);
      side.append(intentOf(idOf("2")));
      await side.commit();
      theirs.append(intentOf(idOf("3")));
      deepStrictEqual(known(side), ["1", "2", "3"].map(idOf));
      deepStrictEqual(side.intended()(null), false);
      if (Deno.build.os !== "windows") throws(() => openSideDiary(path, { diaryPath, key: KEY }), RunError);
    }
    await using again = openSideDiary(path, { diaryPath, key: KEY });
    deepStrictEqual(known(again), ["1", "2", "3"].map(idOf));
    deepStrictEqual(readDiary(path).lines.map(({ entry }) => entry.kind), ["run", "intent"]);
    await theirs.close();
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
