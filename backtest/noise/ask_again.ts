import {
  actionsIn,
  type Answered,
  type ChatAnswer,
  type ChatModel,
  type ChatRequest,
  type RecordedAnswer,
  sha256,
} from "../../engine/mod.ts";
import { type Agreement, agreementOf, agreementOfAnswers } from "./agreement.ts";

/** The same questions asked again. */
export interface AskAgain {
  /** Requests as canonical JSON, as they were recorded, in any order; others among them are passed over. */
  readonly requests: Iterable<string>;
  /** SHA-256 of those that the run asked. */
  readonly keys: ReadonlySet<string>;
  /** The run's own answers. */
  recorded(key: string): RecordedAnswer | null;
  /** Whoever gives the other samples. */
  readonly model: ChatModel;
  /** Answers to each question, the one of the run among them; at least 2. */
  readonly samples: number;
  readonly signal: AbortSignal;
  /** Told after each question. */
  readonly onQuestion?: (done: number, of: number) => void;
}

/** What asking again came to. */
export interface AskedAgain {
  /** TARr@N: texts as they are; null where the run has no final answer. */
  readonly texts: Agreement | null;
  /** TARa@N: what is decided for all assets at once. */
  readonly answers: Agreement | null;
  /** What is decided for each asset: buy, hold, sell, close, or nothing. */
  readonly actions: Agreement | null;
  /** Samples that failed; they count as an answer of their own kind. */
  readonly failed: number;
  /** USD for what was newly asked or recorded; null where a price is not known. */
  readonly costUsd: number | null;
  readonly interrupted: boolean;
}

const KINDS = ["buy", "hold", "sell", "close", "none"] as const;

/** Why answers end before all are there: told in one line. */
export class NoAnswerError extends Error {
  override readonly name = "NoAnswerError";
  readonly expected = true;
}

/**
 * Asks every question of a run that had a final answer N times in all, each time as another sample, and tells how far the
 * answers agree. Source: methods.md A2. Throws a NoAnswerError where a sample is not recorded and nobody may be asked.
 */
export async function askAgain({ samples, ...asked }: AskAgain): Promise<AskedAgain> {
  const { model, signal, recorded } = asked;
  const questions: (readonly ChatAnswer[])[] = [];
  const requests = requestsOf(asked);
  for (const [key, request] of requests) {
    const first = recorded(key);
    if (first === null || !isFinal(first)) continue;
    const answers: ChatAnswer[] = [first];
    for (const sample of otherSamples(request.sample, samples)) {
      if (!signal.aborted) answers.push(await model.ask({ ...request, sample }, signal));
    }
    if (signal.aborted) break;
    answers.forEach(refuseMissing);
    questions.push(answers);
    asked.onQuestion?.(questions.length, requests.length);
  }
  return { ...figuresOf(questions), interrupted: signal.aborted };
}

/** The first samples beside a run's own: those that repeats of it have drawn already. */
function otherSamples(own: number, samples: number): readonly number[] {
  return Array.from({ length: samples }, (_, sample) => sample).filter((sample) => sample !== own)
    .slice(0, samples - 1);
}

/** The run's own requests, in the order of their keys. */
function requestsOf(
  { requests, keys }: Pick<AskAgain, "requests" | "keys">,
): readonly (readonly [key: string, request: ChatRequest])[] {
  const found = new Map<string, ChatRequest>();
  for (const text of requests) {
    const key = sha256(text);
    if (keys.has(key)) found.set(key, JSON.parse(text) as ChatRequest);
  }
  return [...found].sort(([a], [b]) => a < b ? -1 : 1);
}

function figuresOf(questions: readonly (readonly ChatAnswer[])[]): Omit<AskedAgain, "interrupted"> {
  const texts = questions.map((answers) => answers.map(textOf));
  const decided = questions.map((answers) =>
    answers.map((answer) => isFinal(answer) ? actionsIn(answer.text) : null)
  );
  const rows = decided.flatMap((answers) => {
    const assets = [...new Set(answers.flatMap((answer) => [...answer?.keys() ?? []]))].sort();
    return assets.map((asset) =>
      KINDS.map((kind) => answers.filter((answer) => (answer?.get(asset) ?? "none") === kind).length)
    );
  });
  const costs = questions.flat().map((answer) => "costUsd" in answer ? answer.costUsd : 0);
  return {
    texts: agreementOfAnswers(texts),
    answers: agreementOfAnswers(decided.map((answers) => answers.map((answer) => wordsOf(answer)))),
    actions: agreementOf(rows),
    failed: questions.flat().filter(({ status }) => status === "failed").length,
    costUsd: costs.includes(null) ? null : costs.reduce<number>((sum, cost) => sum + cost!, 0),
  };
}

function isFinal(answer: ChatAnswer): answer is Answered {
  return answer.status === "answered" && answer.toolCalls.length === 0;
}

/** What is the same only where the model wrote the same. */
function textOf(answer: ChatAnswer): string {
  if (answer.status !== "answered") return answer.status;
  const calls = answer.toolCalls.map(({ name, argumentsText }) => [name, argumentsText]);
  return JSON.stringify([answer.text, ...calls]);
}

function wordsOf(actions: ReturnType<typeof actionsIn>): string {
  return actions === null ? "no answer" : JSON.stringify([...actions].sort(([a], [b]) => a < b ? -1 : 1));
}

function refuseMissing(answer: ChatAnswer): void {
  if (answer.status === "answered" || answer.status === "failed") return;
  throw new NoAnswerError("reason" in answer ? answer.reason : "the answer was given up");
}
