import {
  canonicalJson,
  type CassetteEntry,
  type JsonValue,
  type RecordedAnswer,
  recordedAnswerSchema,
  sha256,
} from "../../engine/mod.ts";

/** An entry as text: the request, the answer, and a seal over key and answer, a line each. */
export function writeEntry({ key, request, answer }: CassetteEntry): string {
  const answerLine = canonicalJson(answer as unknown as JsonValue);
  return `${request}\n${answerLine}\n${sealOf(key, answerLine)}\n`;
}

/** The answer in an entry's text; null: the text is damaged, or another entry's. */
export function readAnswer(key: string, text: string): RecordedAnswer | null {
  const [, answerLine, seal, ...rest] = text.split("\n");
  if (seal === undefined || rest.join("") !== "" || seal !== sealOf(key, answerLine)) return null;
  const checked = recordedAnswerSchema.safeParse(JSON.parse(answerLine));
  return checked.success ? checked.data : null;
}

/** The whole entry in a text, whatever its key; null: it is damaged, in the request or in the answer. */
export function readEntry(text: string): CassetteEntry | null {
  const [request] = text.split("\n", 1);
  const key = sha256(request);
  const answer = readAnswer(key, text);
  return answer === null ? null : { key, request, answer };
}

/** The answer is sealed together with the key, which the request is checked by. */
function sealOf(key: string, answerLine: string): string {
  return sha256(`${key}\n${answerLine}`);
}
