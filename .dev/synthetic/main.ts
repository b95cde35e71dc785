/** Writes the synthetic market into fixtures/: `deno task fixtures`. */
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { generate, manifestOf } from "./generate.ts";
import { INSTRUMENTS } from "./instruments.ts";

const FIXTURES = new URL("../../fixtures/", import.meta.url);

function writeJson(name: string, value: unknown): void {
  writeFileSync(new URL(name, FIXTURES), JSON.stringify(value, null, 2) + "\n");
}

const files = generate();
let bytes = 0;
for (const file of files) {
  const packed = gzipSync(file.content, { level: 9 });
  bytes += packed.length;
  writeFileSync(new URL(file.name, FIXTURES), packed);
}
writeJson("manifest.json", manifestOf(files));
writeJson("instruments.json", INSTRUMENTS);
console.log(`${files.length} files, ${(bytes / 1e6).toFixed(2)} MB`);
