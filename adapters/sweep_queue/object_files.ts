import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import type { ObjectStore } from "@nats-io/obj";
import type { ShippedFile } from "./messages.ts";
import { QueueError } from "./queue_error.ts";

/** The SHA-256 of bytes, in hex. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Puts what is not there yet under its SHA-256. Throws a QueueError where a file is not what it was when it was read. */
export async function shipFile(store: ObjectStore, { path, sha256 }: ShippedFile): Promise<void> {
  const found = await store.info(sha256);
  if (found !== null && !found.deleted) return;
  const bytes = Deno.readFileSync(path);
  if (sha256Of(bytes) !== sha256) {
    throw new QueueError(`${path} was changed while the sweep began; wanted it left alone`);
  }
  await store.putBlob({ name: sha256 }, bytes);
}

/** Puts bytes under their SHA-256, which it gives. */
export async function shipBytes(store: ObjectStore, bytes: Uint8Array): Promise<string> {
  const name = sha256Of(bytes);
  const found = await store.info(name);
  if (found === null || found.deleted) await store.putBlob({ name }, bytes);
  return name;
}

/** Files of the store on this machine, each fetched once and checked by its hash. */
export class ObjectFiles {
  readonly #store: ObjectStore;
  readonly #folder: string;

  constructor(store: ObjectStore, folder: string) {
    this.#store = store;
    this.#folder = folder;
    Deno.mkdirSync(join(folder, "objects"), { recursive: true });
  }

  /** The path of the content with this hash. */
  async fetch(sha256: string): Promise<string> {
    const path = join(this.#folder, "objects", sha256);
    if (isThere(path)) return path;
    const bytes = await this.#store.getBlob(sha256);
    if (bytes === null) {
      throw new QueueError(`the queue has no file ${sha256}; wanted what the sweep put there`);
    }
    if (sha256Of(bytes) !== sha256) {
      throw new QueueError(`the file ${sha256} of the queue is damaged; its hash is another`);
    }
    const draft = `${path}.${crypto.randomUUID()}`;
    Deno.writeFileSync(draft, bytes);
    Deno.renameSync(draft, path);
    return path;
  }

  /** A folder with these files under the names they had: the same files give the same folder. */
  async folderOf(files: readonly ShippedFile[]): Promise<string> {
    const list = files.map(({ path, sha256 }) => `${basename(path)} ${sha256}`).sort();
    const folder = join(
      this.#folder,
      "folders",
      sha256Of(new TextEncoder().encode(list.join("\n"))).slice(0, 32),
    );
    if (isThere(folder)) return folder;
    const draft = `${folder}.${crypto.randomUUID()}`;
    Deno.mkdirSync(draft, { recursive: true });
    for (const { path, sha256 } of files) {
      Deno.copyFileSync(await this.fetch(sha256), join(draft, basename(path)));
    }
    try {
      Deno.renameSync(draft, folder);
    } catch (error) {
      // Another worker of this machine was quicker: its folder holds the same.
      if (!isThere(folder)) throw error;
      Deno.removeSync(draft, { recursive: true });
    }
    return folder;
  }
}

function isThere(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
