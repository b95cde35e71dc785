import { type CassetteEntry, sha256 } from "../../../engine/mod.ts";

/** An entry whose request and answer hold this text. */
export function entryOf(text: string): CassetteEntry {
  const request = JSON.stringify({ messages: [{ role: "user", text }] });
  const tokens = { fresh: 10, cacheRead: 0, cacheWrite: 0, output: 1 };
  const rest = { toolCalls: [], finish: "stop", servedModel: null, raw: { text }, tokens } as const;
  const answer = { status: "answered", text, ...rest, costUsd: 0.01, latencyMs: 100 } as const;
  return { key: sha256(request), request, answer };
}

/** Does something with a folder that is not there yet, and removes it afterwards. */
export async function withFolder(use: (path: string) => void | Promise<void>): Promise<void> {
  const root = Deno.makeTempDirSync({ prefix: "reprise-cassette-" });
  try {
    await use(`${root}/cassettes`);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}
