/**
 * Rule `reprise/import-directions`: every import and re-export, also `import()` and `import("…").Type`, obeys the
 * imports table of the architecture page.
 * @module
 */

import { judgeImport, mustBeLiteral } from "./import_table.ts";
import { projectPath } from "./paths.ts";
import { literalText } from "./syntax.ts";

/** The rule, see the module's comment. */
export const importDirections: Deno.lint.Rule = {
  create(ctx) {
    const from = projectPath(ctx.filename);
    if (from === null) return {};
    const check = (node: Deno.lint.Node, specifier: string | null) => {
      const message = specifier === null ? refuseUnknown(from) : judgeImport(from, specifier);
      if (message !== null) {
        ctx.report({ node, message, hint: "See the imports table in the architecture page." });
      }
    };
    return {
      ImportDeclaration: (node) => check(node.source, node.source.value),
      ExportAllDeclaration: (node) => check(node.source, node.source.value),
      ExportNamedDeclaration: (node) => {
        if (node.source !== null) check(node.source, node.source.value);
      },
      ImportExpression: (node) => check(node, literalText(node.source)),
      TSImportType: (node) => {
        // Deno names the field `source` at run time, whatever its type declaration says.
        const source = (node as unknown as { source: Deno.lint.Node }).source;
        check(node, literalText(source));
      },
      TSExternalModuleReference: (node) => check(node, literalText(node.expression)),
    };
  },
};

function refuseUnknown(from: string): string | null {
  if (!mustBeLiteral(from)) return null;
  return `${from} imports a path that is no literal: write it out, so that the imports table can be checked`;
}
