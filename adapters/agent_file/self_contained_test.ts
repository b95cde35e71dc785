import { strictEqual } from "node:assert/strict";
import { isSelfContained, withOwnFace } from "./self_contained.ts";

const FACE = "file:///code/engine/mod.ts";
const IMPORTS = 'import { z } from "zod";\nimport { hold } from "../engine/mod.ts";\n';

const CONTAINED: readonly string[] = [
  "",
  "let count = 0;\nclass A { constructor() { this.b = /x/; } }",
  "// the performance of the last process\n/** globalThis is not used\n * Deno",
  'console.log("x");',
];
const NOT: readonly string[] = [
  'import { helper } from "./helper.ts";',
  'import "npm:left-pad";',
  'export * from "./engine/modes.ts";',
  "globalThis.count = 1;",
  "setTimeout(() => 0, 1);",
  'await import("data:text/javascript,");',
  "const here = import.meta.url;",
  'console.count("x");',
  "new BroadcastChannel('x');",
  "const { mark } = performance;",
  'new Function("return 1")',
  "sessionStorage.count = 1;",
  "new WeakRef({});",
  'const url = "http://x"; setTimeout(() => 0);',
  "/* */ setTimeout(() => 0);",
];

Deno.test("a text is self-contained that imports our face and zod alone, and names nothing beyond the language", () => {
  for (const text of CONTAINED) strictEqual(isSelfContained(IMPORTS + text), true, text);
  for (const text of NOT) strictEqual(isSelfContained(IMPORTS + text), false, text);
});

Deno.test("an agent's import of our face is pointed at the code that plays it, and nothing else is touched", () => {
  const text = (face: string): string =>
    `import { z } from "zod";\nimport { defineAgent } from "${face}";\nconst from = "./x/engine/mod.ts";\n`;
  for (
    const face of ["../engine/mod.ts", "./engine/mod.ts", "/home/me/engine/mod.ts", "file:///a/engine/mod.ts"]
  ) {
    strictEqual(withOwnFace(text(face), FACE), text(FACE));
  }
});
