/** Keeps the same answers again and again, as a process of its own: `keep_many.ts FOLDER COUNT`. */
import { CassetteFolder } from "../cassette_folder.ts";
import { entryOf } from "./entries.ts";

const [folder, count] = Deno.args;
const cassettes = new CassetteFolder(folder);
for (let round = 0; round < 20; round++) {
  for (let index = 0; index < Number(count); index++) cassettes.keep(entryOf(`answer ${index}`));
}
