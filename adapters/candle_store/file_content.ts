import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { DataError } from "./data_error.ts";
import { FileError, wholeFile } from "./fault.ts";
import { readZipMember, ZipFault } from "./zip_member.ts";

/** Beyond any file of candles there is; keeps a crafted archive from filling the memory. */
const MAX_CONTENT_BYTES = 2 ** 30;
/** `<sha256>  <name>`, as sha256sum prints it. */
const CHECKSUM_LINE = /^(?<sha256>[0-9a-fA-F]{64})[ \t]+\*?(?<name>\S+)\s*$/;

/** The bytes of a file. Throws a DataError where it cannot be read. */
export function readBytes(path: string): Uint8Array<ArrayBuffer> {
  try {
    return Deno.readFileSync(path);
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound ? "it is not there" : (error as Error).message;
    throw new DataError(`cannot read ${path}: ${why}`, { cause: error });
  }
}

/** The sha256 of bytes, as lower-case hex. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** What is in a file, by the end of its name: unpacked from .gz and .zip. Throws a FileError. */
export function unpack(path: string, bytes: Uint8Array): Uint8Array {
  if (path.endsWith(".gz")) return gunzip(path, bytes);
  return path.endsWith(".zip") ? unzip(path, bytes) : bytes;
}

/** Holds a file against the `.CHECKSUM` beside it, where there is one. Throws a FileError where they differ. */
export function verifyChecksumFile(path: string, sha256: string): void {
  const beside = `${path}.CHECKSUM`;
  if (!existsSync(beside)) return;
  const line = CHECKSUM_LINE.exec(new TextDecoder().decode(readBytes(beside)))?.groups;
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (line === undefined || line.name !== name) {
    throw new FileError(beside, wholeFile("found no line of it", `"<sha256>  ${name}"`));
  }
  const wanted = line.sha256.toLowerCase();
  if (wanted === sha256) return;
  const found = `found sha256 ${sha256}`;
  throw new FileError(path, { check: "checksum", row: null, found, wanted: `${wanted}, as in ${beside}` });
}

function gunzip(path: string, bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_CONTENT_BYTES });
  } catch (error) {
    throw new FileError(path, wholeFile((error as Error).message, "a whole gzip file"), error);
  }
}

function unzip(path: string, bytes: Uint8Array): Uint8Array {
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/\.zip$/, ".csv");
  try {
    return readZipMember(bytes, name);
  } catch (error) {
    if (!(error instanceof ZipFault)) throw error;
    throw new FileError(path, wholeFile(error.message, error.wanted), error);
  }
}
