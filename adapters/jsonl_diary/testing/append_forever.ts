/**
 * A process that appends to the diary named by its first argument until it is killed or the disk refuses; it prints
 * how many lines are committed after each commit, and at the end how it failed and what the diary said when closed.
 * @module
 */
import { JsonlDiary } from "../jsonl_diary.ts";
import { cycle, RUN } from "./samples.ts";

const encoder = new TextEncoder();
const say = (text: string): number => Deno.stdout.writeSync(encoder.encode(text + "\n"));

const [path, durable] = Deno.args;
const diary = JsonlDiary.create(path, { durable: durable === "durable" });
try {
  diary.append(RUN);
  for (let index = 1;; index++) {
    diary.append(cycle(index));
    if (index % 997 !== 0) continue;
    await diary.commit();
    say(String(index + 1));
  }
} catch (error) {
  const seal = await diary.close();
  say(JSON.stringify({ message: (error as Error).message, ...seal }));
}
