import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { ChatAnswer, ChatModel, ChatRequest } from "../../engine/mod.ts";
import { SeenChatModel } from "./seen_chat_model.ts";
import { SeenTape } from "./seen_tape.ts";
import { KeptEntries } from "./testing/kept_entries.ts";

const REQUEST = {} as ChatRequest;
const NEVER = new AbortController().signal;

/** Counts what it is asked, and answers a turn later. */
class Asked implements ChatModel {
  count = 0;

  async ask(): Promise<ChatAnswer> {
    this.count++;
    await new Promise((resolve) => setTimeout(resolve, 0));
    return { status: "failed", reason: "none" } as unknown as ChatAnswer;
  }
}

Deno.test("whoever looks at the clock while it waits for an answer does so again in the same order", async () => {
  const store = new KeptEntries();
  const ask = async (tape: SeenTape, model: ChatModel): Promise<number> => {
    const answer = new SeenChatModel(model, tape).ask(REQUEST, NEVER);
    const time = tape.reading(() => 7);
    await answer;
    return time;
  };
  await ask(new SeenTape(store), new Asked());
  deepStrictEqual(store.all, [{ kind: "clock", times: [7] }, { kind: "chat" }]);
  const [tape, model] = [new SeenTape(store), new Asked()];
  strictEqual(await ask(tape, model), 7);
  deepStrictEqual([tape.isPlaying, model.count, store.all.length], [false, 1, 2]);
});

Deno.test("what was interrupted, or ended by a command, is aborted again and not asked", async () => {
  const model = new Asked();
  const interrupted = new SeenTape(new KeptEntries([{ kind: "interrupted" }]));
  deepStrictEqual(await new SeenChatModel(model, interrupted).ask(REQUEST, NEVER), { status: "aborted" });
  strictEqual(interrupted.isPlaying, false);
  const commanded = new SeenTape(new KeptEntries([{ kind: "commands", commands: [{ do: "pause" }] }]));
  deepStrictEqual(await new SeenChatModel(model, commanded).ask(REQUEST, NEVER), { status: "aborted" });
  deepStrictEqual([commanded.nextKind, model.count], ["commands", 0]);
});
