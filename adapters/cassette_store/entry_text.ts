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

const LINE_END = 10;
/** Bytes that are no UTF-8 become marks, and no mark at the front is passed over: the hashes see both. */
const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The answer in an entry's bytes; null: they are damaged, or another entry's. The request, most of them, is not even
 * looked at: it is checked where a whole entry is wanted.
 */
export function readAnswer(key: string, bytes: Uint8Array): RecordedAnswer | null {
  const last = bytes.length - 1;
  const seal = bytes.lastIndexOf(LINE_END, last - 1);
  const answer = bytes.lastIndexOf(LINE_END, seal - 1);
  if (bytes[last] !== LINE_END || answer <= 0) return null;
  const answerLine = DECODER.decode(bytes.subarray(answer + 1, seal));
  if (DECODER.decode(bytes.subarray(seal + 1, last)) !== sealOf(key, answerLine)) return null;
  const checked = recordedAnswerSchema.safeParse(parsed(answerLine));
  return checked.success ? checked.data : null;
}

/** The whole entry in these bytes, whatever its key; null: it is damaged, in the request or in the answer. */
export function readEntry(bytes: Uint8Array): CassetteEntry | null {
  const end = bytes.indexOf(LINE_END);
  const request = DECODER.decode(bytes.subarray(0, Math.max(0, end)));
  const key = sha256(request);
  const answer = readAnswer(key, bytes);
  const lines = bytes.subarray(end + 1, -1).filter((byte) => byte === LINE_END).length;
  return answer === null || lines !== 1 ? null : { key, request, answer };
}

/** The answer is sealed together with the key, which the request is checked by. */
function sealOf(key: string, answerLine: string): string {
  return sha256(`${key}\n${answerLine}`);
}

/** The seal is no secret: what somebody else packed may be sealed and still be no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no answer is undefined
  }
}
