/**
 * Rule `reprise/gate-only-approves`: an `ApprovedOrder` is made by the risk gate and nowhere else. The function that
 * makes it is imported by the gate alone, and no cast or type guard may claim the type.
 * @module
 */

import { isRelative, isTestCode, projectPath, resolveImport } from "./paths.ts";
import { identifierName, literalText } from "./syntax.ts";

const MAKER_FILE = "engine/model/approved_order.ts";
const MAKER = "approve";
const TYPE = "ApprovedOrder";
const GATE_FILE = "engine/risk/gate.ts";

/** The rule, see the module's comment. */
export const gateOnlyApproves: Deno.lint.Rule = {
  create(ctx) {
    const path = projectPath(ctx.filename);
    if (path === null || path === MAKER_FILE) return {};
    return { ...(mayImportMaker(path) ? {} : importVisitor(ctx, path)), ...castVisitor(ctx) };
  },
};

/** The gate, the tests of its room, and the test beside the maker itself. */
function mayImportMaker(path: string): boolean {
  if (path === GATE_FILE || path === MAKER_FILE.replace(".ts", "_test.ts")) return true;
  return isTestCode(path) && path.startsWith("engine/risk/");
}

function importVisitor(ctx: Deno.lint.RuleContext, path: string): Deno.lint.LintVisitor {
  const refuse = (node: Deno.lint.Node) =>
    ctx.report({ node, message: `${path} may not import "${MAKER}": only ${GATE_FILE} makes an ${TYPE}` });
  const target = (source: Deno.lint.Node | null) => {
    const specifier = literalText(source);
    return specifier !== null && isRelative(specifier) ? resolveImport(path, specifier) : null;
  };
  const takesMaker = (source: Deno.lint.Node, name: Deno.lint.Node) =>
    (identifierName(name) ?? literalText(name)) === MAKER && target(source)?.startsWith("engine/");
  return {
    ImportDeclaration(node) {
      for (const one of node.specifiers) {
        if (one.type === "ImportSpecifier" && takesMaker(node.source, one.imported)) refuse(one);
        if (one.type === "ImportNamespaceSpecifier" && target(node.source) === MAKER_FILE) refuse(one);
      }
    },
    ExportNamedDeclaration(node) {
      for (const one of node.specifiers) {
        if (node.source !== null && takesMaker(node.source, one.local)) refuse(one);
      }
    },
    ExportAllDeclaration(node) {
      if (target(node.source) === MAKER_FILE) refuse(node);
    },
    ImportExpression(node) {
      if (target(node.source) === MAKER_FILE) refuse(node);
    },
  };
}

function castVisitor(ctx: Deno.lint.RuleContext): Deno.lint.LintVisitor {
  const names = new Set([TYPE]);
  const check = (node: Deno.lint.Node, type: Deno.lint.Node | undefined) => {
    const words = type === undefined ? [] : ctx.sourceCode.getText(type).match(/[\w$]+/g) ?? [];
    if (!words.some((word) => names.has(word))) return;
    ctx.report({
      node,
      message: `no cast or type guard makes an ${TYPE}: pass the order through ${GATE_FILE}`,
    });
  };
  return {
    ImportSpecifier(node) {
      if (identifierName(node.imported) === TYPE) names.add(node.local.name);
    },
    TSAsExpression: (node) => check(node, node.typeAnnotation),
    TSTypeAssertion: (node) => check(node, node.typeAnnotation),
    TSTypePredicate: (node) => check(node, node.typeAnnotation),
  };
}
