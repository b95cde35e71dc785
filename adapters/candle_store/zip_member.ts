import { crc32, inflateRawSync } from "node:zlib";

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_COMMENT = 0xffff;
const STORED = 0;
const DEFLATED = 8;
/** Beyond any file of candles there is; keeps a crafted archive from filling the memory. */
const MAX_BYTES = 2 ** 30;

/** A zip file that cannot be taken: what was found, and what was wanted. */
export class ZipFault extends Error {
  override readonly name = "ZipFault";
  readonly wanted: string;

  constructor(found: string, wanted = "a whole zip file") {
    super(found);
    this.wanted = wanted;
  }
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly checksum: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly offset: number;
}

/**
 * The content of the one file that a zip archive holds, which must have this name; its CRC is verified, which is why
 * this is not left to a library that does not. Throws a ZipFault.
 */
export function readZipMember(archive: Uint8Array, name: string): Uint8Array {
  const entry = onlyEntry(archive, name);
  if (entry.name !== name) throw new ZipFault(`found "${entry.name}" in it`, `${name} in it`);
  const content = unpacked(packedBytes(archive, entry), entry);
  if (content.length !== entry.bytes || crc32(content) !== entry.checksum) {
    throw new ZipFault("found content that its CRC does not fit");
  }
  return content;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function onlyEntry(archive: Uint8Array, name: string): Entry {
  const view = viewOf(archive);
  const end = endOfDirectory(view);
  const count = view.getUint16(end + 10, true);
  if (count !== 1) throw new ZipFault(`found ${count} files in it`, `one, ${name}`);
  const at = view.getUint32(end + 16, true);
  if (at + ENTRY_BYTES > archive.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) {
    throw new ZipFault("found no directory where it should be");
  }
  const nameStart = at + ENTRY_BYTES;
  const nameBytes = archive.subarray(nameStart, nameStart + view.getUint16(at + 28, true));
  return {
    name: new TextDecoder().decode(nameBytes),
    method: view.getUint16(at + 10, true),
    checksum: view.getUint32(at + 16, true),
    packedBytes: view.getUint32(at + 20, true),
    bytes: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
  };
}

/** It stands last, before a comment of any length. */
function endOfDirectory(view: DataView): number {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  }
  throw new ZipFault("found no end of the archive");
}

function packedBytes(archive: Uint8Array, { offset, packedBytes }: Entry): Uint8Array {
  const view = viewOf(archive);
  if (offset + LOCAL_BYTES > archive.length || view.getUint32(offset, true) !== LOCAL_HEADER) {
    throw new ZipFault("found no file where the directory says it is");
  }
  const nameAndExtra = view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  const start = offset + LOCAL_BYTES + nameAndExtra;
  return archive.subarray(start, start + packedBytes);
}

function unpacked(packed: Uint8Array, { method, bytes }: Entry): Uint8Array {
  if (method === STORED) return packed;
  if (method !== DEFLATED) throw new ZipFault(`found packing method ${method}`, "method 8 (deflate) or 0");
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.min(bytes + 1, MAX_BYTES) });
  } catch (error) {
    throw new ZipFault((error as Error).message);
  }
}
