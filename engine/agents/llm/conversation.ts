import type { Unanswered } from "../../model/model_use.ts";
import {
  type Answered,
  type ChatMessage,
  type ChatModel,
  type ChatRequest,
  UnrecordedAnswer,
  UnusableModel,
} from "../../ports/chat_model.ts";
import type { Contract, ModelAnswer } from "./contract.ts";
import { readAnswer } from "./read_answer.ts";
import { errorText, runTool, type Tool, type ToolView } from "./tool.ts";

/** So often a model is asked at most, but for a repair: the last time the answer is due. */
export const MAX_ROUNDS = 6;
/** So many calls are run of one answer; a model that asks for more is told so. */
const MAX_CALLS = 12;

/** What a conversation is led with. */
export interface ConversationParts {
  readonly model: ChatModel;
  readonly signal: AbortSignal;
  readonly patienceMs: number;
  /** The first question. */
  readonly opening: ChatRequest;
  readonly contract: Contract;
  readonly tools: readonly Tool[];
  readonly view: ToolView;
}

/** An answer that keeps to the contract, or why there is none; with what was wrong at first, where it was asked again. */
export type Outcome =
  & (
    | { readonly answer: ModelAnswer }
    | { readonly unanswered: Unanswered }
  )
  & { readonly repaired?: string };

/**
 * Asks until there is an answer: runs the tools it asks for, and where an answer cannot be used asks once more with
 * what is wrong with it. Throws only where the run cannot go on: a recorded answer is missing, or nobody can be asked.
 */
export async function converse(parts: ConversationParts): Promise<Outcome> {
  const messages: ChatMessage[] = [...parts.opening.messages];
  let rounds = 0;
  let spentMs = 0;
  let repaired: string | undefined;
  for (;;) {
    if (spentMs > parts.patienceMs) return unanswered("late", "the time was over before there was an answer");
    const asked = await ask(parts, messages);
    if ("unanswered" in asked) return withRepair(asked, repaired);
    const { answered } = asked;
    spentMs += answered.latencyMs;
    messages.push(messageOf(answered));
    if (answered.toolCalls.length > 0 && rounds < MAX_ROUNDS - 1 && repaired === undefined) {
      rounds++;
      messages.push(...await toolMessages(answered, parts, rounds));
      continue;
    }
    const read = readFinal(answered, parts.contract);
    if ("answer" in read) return withRepair(read, repaired);
    if (repaired !== undefined) {
      return { ...unanswered("invalid", `${read.wrong} (and before: ${repaired})`), repaired };
    }
    repaired = read.wrong;
    messages.push(...refused(answered, read.wrong));
  }
}

async function ask(
  { model, signal, opening }: ConversationParts,
  messages: readonly ChatMessage[],
): Promise<{ readonly answered: Answered } | { readonly unanswered: Unanswered }> {
  const answer = await model.ask({ ...opening, messages: [...messages] }, signal);
  switch (answer.status) {
    case "answered":
      return { answered: answer };
    case "failed":
    case "capped":
    case "abandoned":
      return unanswered(answer.status, answer.reason);
    case "aborted":
      return unanswered("aborted", "a command came first");
    case "unrecorded":
      throw new UnrecordedAnswer(answer.reason);
    case "unusable":
      throw new UnusableModel(answer.reason);
  }
}

function readFinal(answered: Answered, contract: Contract): ReturnType<typeof readAnswer> {
  if (answered.toolCalls.length > 0) return { wrong: "a tool was asked for where the answer was due" };
  const read = readAnswer(answered.text, contract);
  if ("answer" in read || answered.finish !== "length") return read;
  return { wrong: `the answer was cut off for its length; ${read.wrong}` };
}

/** Every call gets an answer, in order. */
async function toolMessages(
  { toolCalls }: Answered,
  { tools, view }: ConversationParts,
  round: number,
): Promise<ChatMessage[]> {
  const messages: ChatMessage[] = [];
  const left = MAX_ROUNDS - 1 - round;
  for (const [index, call] of toolCalls.entries()) {
    const text = index < MAX_CALLS
      ? await runTool(call, tools, view)
      : errorText(`at most ${MAX_CALLS} calls are run at a time`);
    const isLast = index === toolCalls.length - 1;
    const note = isLast && left === 0 ? "\n\nNo tool may be asked for any more: answer now." : "";
    messages.push({ role: "tool", text: text + note, toolCallId: call.id });
  }
  return messages;
}

/** Tells what is wrong; a call that came too late is answered first, as providers want it. */
function refused({ toolCalls }: Answered, wrong: string): ChatMessage[] {
  const text =
    `Your answer cannot be used: ${wrong}. Answer again with the whole JSON object of the schema and nothing ` +
    "else. There are no tools any more.";
  const calls = toolCalls.map(({ id }): ChatMessage => ({
    role: "tool",
    text: errorText("there are no tools any more"),
    toolCallId: id,
  }));
  return [...calls, { role: "user", text }];
}

function messageOf({ text, toolCalls }: Answered): ChatMessage {
  return { role: "assistant", text, ...(toolCalls.length === 0 ? {} : { toolCalls }) };
}

function unanswered(why: Unanswered["why"], detail: string): { readonly unanswered: Unanswered } {
  return { unanswered: { why, detail } };
}

function withRepair<T extends object>(
  outcome: T,
  repaired: string | undefined,
): T & { readonly repaired?: string } {
  return repaired === undefined ? outcome : { ...outcome, repaired };
}
