import { doesNotThrow, strictEqual, throws } from "node:assert/strict";
import { refuseOtherImports, withOwnFace } from "./shipped_files.ts";

const FACE = "file:///code/engine/mod.ts";

Deno.test("an agent's import of our face is pointed at the code that plays it, and nothing else is touched", () => {
  const text = (face: string): string =>
    `import { z } from "zod";\nimport { defineAgent } from "${face}";\nconst from = "./x/engine/mod.ts";\n`;
  for (
    const face of ["../engine/mod.ts", "./engine/mod.ts", "/home/me/engine/mod.ts", "file:///a/engine/mod.ts"]
  ) {
    strictEqual(withOwnFace(text(face), FACE), text(FACE));
  }
});

Deno.test("an agent that imports a file of its own is refused with its name", () => {
  const path = Deno.makeTempFileSync({ suffix: ".ts" });
  try {
    Deno.writeTextFileSync(path, 'import { a } from "../engine/mod.ts";\nimport { z } from "zod";\n');
    doesNotThrow(() => refuseOtherImports(path));
    Deno.writeTextFileSync(path, 'import { helper } from "./helper.ts";\n');
    throws(
      () => refuseOtherImports(path),
      /imports \.\/helper\.ts; wanted one that imports nothing but engine\/mod\.ts/,
    );
  } finally {
    Deno.removeSync(path);
  }
});
