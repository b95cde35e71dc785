/** What goes over the queue, and how it is packed. */

import { gunzipSync, gzipSync } from "node:zlib";
import { z } from "zod";
import {
  type JsonValue,
  manifestSchema,
  type RunIndex,
  runIndexSchema,
  type RunManifest,
} from "../../engine/mod.ts";

/** A file that a run reads, by its content. */
export interface ShippedFile {
  /** As the sweep knows it, and as it stands in run.json. */
  readonly path: string;
  readonly sha256: string;
}

/** A run to be played. */
export interface JobMessage {
  readonly familyId: string;
  readonly job: number;
  /** The whole job as a pool would be handed it: plain data. */
  readonly play: JsonValue;
  /** Candles and what else the market consists of. */
  readonly market: readonly ShippedFile[];
  /** Agent, prompt, profile, table of models. */
  readonly files: readonly ShippedFile[];
  /** What the agent imports, each by its path from the agent's folder. */
  readonly modules: readonly ShippedFile[];
  /** Recorded answers, packed; null: none but those that are shipped with the code. */
  readonly cassettes: string | null;
  /** Whether the diary is wanted. */
  readonly withDiary: boolean;
}

/** What came of a run. */
export type ResultMessage =
  | {
    readonly kind: "done";
    readonly manifest: RunManifest;
    readonly index: RunIndex | null;
    readonly diary: string | null;
  }
  | { readonly kind: "failed"; readonly fault: string; readonly tries: number }
  /** It is too long for a message, and lies in the store under this name. */
  | { readonly kind: "stored"; readonly name: string };

const shipped = z.object({ path: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const jobSchema: z.ZodType<JobMessage> = z.object({
  familyId: z.string().regex(/^[\w-]+$/),
  job: z.number().int().nonnegative(),
  play: z.json() as unknown as z.ZodType<JsonValue>,
  market: z.array(shipped),
  files: z.array(shipped),
  // Written below a folder of the worker's, so it must not lead out of it.
  modules: z.array(
    shipped.extend({ path: z.string().regex(/^(?!\/)(?!.*(?:^|[\\/])\.\.(?:[\\/]|$))[^\\\0]+$/) }),
  ),
  cassettes: z.string().nullable(),
  withDiary: z.boolean(),
});
const resultSchema: z.ZodType<ResultMessage> = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("done"),
    manifest: manifestSchema,
    index: runIndexSchema.nullable(),
    diary: z.string().nullable(),
  }),
  z.object({ kind: z.literal("failed"), fault: z.string(), tries: z.number().int() }),
  z.object({ kind: z.literal("stored"), name: z.string() }),
]);

/** A message as bytes. */
export function pack(message: JobMessage | ResultMessage): Uint8Array {
  return new Uint8Array(gzipSync(JSON.stringify(message)));
}

/** A run to be played, checked. Throws where it is none. */
export function unpackJob(bytes: Uint8Array): JobMessage {
  return jobSchema.parse(JSON.parse(gunzipSync(bytes).toString()));
}

/** What came of a run, checked. Throws where it is none. */
export function unpackResult(bytes: Uint8Array): ResultMessage {
  return resultSchema.parse(JSON.parse(gunzipSync(bytes).toString()));
}
