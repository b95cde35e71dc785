/** Where modules are imported from, as a text says it. */
const IMPORT = /(\bfrom\s*|\bimport\s*\(?\s*)(["'])([^"']+)\2/g;
/** Our own face, wherever the code lies. */
const FACE = /^(?:\.{0,2}\/|file:).*\bengine\/mod\.ts$/;
/** What reaches beyond the language: whoever names it may leave something behind that cannot be seen. */
const BEYOND = new RegExp(
  [
    String
      .raw`\b(?:globalThis|self|Deno|process|require|eval|Function|performance|crypto|navigator|caches)\b`,
    String.raw`\b(?:set(?:Timeout|Interval|Immediate)|\w*EventListener|dispatchEvent|postMessage)\b`,
    String.raw`\b(?:\w*Storage|\w*Channel|\w*Worker|WebSocket|EventSource|WeakRef|FinalizationRegistry)\b`,
    String.raw`\bimport\s*[(.]|\bconsole\s*\.\s*(?:count|time|group)`,
  ].join("|"),
);
/** Lines that are a comment; what else is one may cost time, nothing more. */
const COMMENT = /^\s*(?:\/\/|\*(?!\/)|\/\*\*(?!.*\*\/)).*$/gm;

/**
 * Whether a module of this text leaves nothing behind that could not be seen: it imports nothing but our face and zod, and
 * names nothing beyond the language.
 */
export function isSelfContained(source: string): boolean {
  if (BEYOND.test(source.replace(COMMENT, ""))) return false;
  return [...source.matchAll(IMPORT)].every(([, , , from]) => from === "zod" || FACE.test(from));
}

/** The text with its import of our face pointed at the code that plays it. */
export function withOwnFace(source: string, face: string): string {
  return source.replace(IMPORT, (whole, ...[before, mark, from]: string[]) => {
    return FACE.test(from) ? `${before}${mark}${face}${mark}` : whole;
  });
}
