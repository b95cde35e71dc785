/** Writes the recorded example into fixtures/cassettes/: part of `deno task fixtures`. */
import { recordExample } from "./record_example.ts";

const FOLDER = new URL("../../fixtures/cassettes/", import.meta.url);

const { archive, manifest } = await recordExample();
Deno.mkdirSync(FOLDER, { recursive: true });
Deno.writeFileSync(new URL(String(manifest["file"]), FOLDER), archive);
Deno.writeTextFileSync(new URL("manifest.json", FOLDER), `${JSON.stringify(manifest, null, 2)}\n`);
console.log(`${manifest["answers"]} recorded answers, ${(archive.length / 1e6).toFixed(2)} MB`);
