import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { dirname } from "node:path";
import { agentModules, withOwnFace } from "./agent_modules.ts";

const FACE = "file:///code/engine/mod.ts";

/** Files by their names in a new folder that holds nothing else; they are gone afterwards. */
function withFiles(files: Readonly<Record<string, string>>, use: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    for (const [name, text] of Object.entries(files)) {
      Deno.mkdirSync(dirname(`${folder}/${name}`), { recursive: true });
      Deno.writeTextFileSync(`${folder}/${name}`, text);
    }
    use(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("an agent's files are those it imports of its own folder, each once, from whichever it is imported", () => {
  const face = 'import { hold } from "../engine/mod.ts";\nimport { z } from "zod";\n';
  withFiles({
    "agents/mine.ts":
      `${face}import { a } from "./parts/a.ts";\nimport table from './table.json' with { type: "json" };\n`,
    "agents/parts/a.ts": `${face.replace("..", "../..")}export * from "./b.ts";\nimport "../mine.ts";\n`,
    "agents/parts/b.ts": 'export { a } from "./a.ts";\n',
    "agents/table.json": '{ "from": "./not-there.ts" }',
    "agents/beside.ts": "",
  }, (folder) => {
    const modules = agentModules(`${folder}/agents/mine.ts`);
    deepStrictEqual(modules.map(({ name }) => name), ["parts/a.ts", "table.json", "parts/b.ts"]);
    deepStrictEqual(modules.map(({ path, name }) => path === `${folder}/agents/${name}`), [true, true, true]);
  });
});

Deno.test("an import from outside the agent's folder, or of what is not there, is refused with its name", () => {
  withFiles({
    "agents/mine.ts": 'import "./parts/a.ts";\n',
    "agents/parts/a.ts": 'import "../../agents-b/b.ts";\n',
    "agents-b/b.ts": "",
    "agents/absent.ts": 'import "./none.ts";\n',
  }, (folder) => {
    throws(
      () => agentModules(`${folder}/agents/mine.ts`),
      /mine\.ts imports \.\.\/\.\.\/agents-b\/b\.ts; wanted nothing but engine\/mod\.ts from outside its folder/,
    );
    throws(
      () => agentModules(`${folder}/agents/absent.ts`),
      /absent\.ts imports \S+none\.ts, which is not there/,
    );
  });
});

Deno.test("an import of our face is pointed at the code that plays it, and nothing else is touched", () => {
  const text = (face: string): string =>
    `import { z } from "zod";\nimport { defineAgent } from "${face}";\nconst from = "./x/engine/mod.ts";\n`;
  for (
    const face of ["../engine/mod.ts", "./engine/mod.ts", "/home/me/engine/mod.ts", "file:///a/engine/mod.ts"]
  ) {
    strictEqual(withOwnFace(text(face), FACE), text(FACE));
  }
});
