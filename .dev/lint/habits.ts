/**
 * Rules of conduct: `reprise/no-mode-branch`, `reprise/no-swallow` and `reprise/exemption-reason`.
 * @module
 */

import { isBelowMain, isTestCode, projectPath } from "./paths.ts";
import { identifierName, isFunction, literalText, memberName, unwrap } from "./syntax.ts";

const MODES: ReadonlySet<string> = new Set(["live", "paper", "backtest", "replay"]);
const MODE_FLAGS: ReadonlySet<string> = new Set(["isLive", "isPaper", "isBacktest", "isReplay"]);
const COMPARISONS: ReadonlySet<string> = new Set(["===", "!==", "==", "!="]);

/** A mode is a composition: no code below main.ts asks which one it is in. */
export const noModeBranch: Deno.lint.Rule = {
  create(ctx) {
    const path = projectPath(ctx.filename);
    if (path === null || !isBelowMain(path) || isTestCode(path)) return {};
    const refuse = (node: Deno.lint.Node) =>
      ctx.report({
        node,
        message: "no code below main.ts branches on the mode: let main.ts pass in what differs",
      });
    return {
      BinaryExpression(node) {
        const sides: Deno.lint.Node[] = [node.left, node.right];
        if (COMPARISONS.has(node.operator) && sides.some(isModeWord) && sides.some(isModeNamed)) refuse(node);
      },
      SwitchStatement(node) {
        if (isModeNamed(node.discriminant) && node.cases.some((one) => isModeWord(one.test))) {
          refuse(node.discriminant);
        }
      },
      CallExpression(node) {
        if (isModeNamed(node.arguments[0]) && isListOfModes(node.callee)) refuse(node);
      },
      "Identifier, PrivateIdentifier"(node: Deno.lint.Identifier | Deno.lint.PrivateIdentifier) {
        if (MODE_FLAGS.has(node.name)) refuse(node);
      },
    };
  },
};

/** Nothing is swallowed: a catch without a statement hides a fault, whatever its comment says. */
export const noSwallow: Deno.lint.Rule = {
  create(ctx) {
    if (projectPath(ctx.filename) === null) return {};
    const message = "a fault is swallowed here: handle it, record it or throw it on";
    return {
      CatchClause(node) {
        if (node.body.body.length === 0) ctx.report({ node, message });
      },
      CallExpression(node) {
        const isCatch = memberName(node.callee) === "catch" && node.arguments.length === 1;
        if (isCatch && doesNothing(node.arguments[0])) ctx.report({ node: node.arguments[0], message });
      },
    };
  },
};

/** An exemption from one of this project's rules says why: `deno-lint-ignore reprise/rule -- the reason`. */
export const exemptionReason: Deno.lint.Rule = {
  create(ctx) {
    if (projectPath(ctx.filename) === null) return {};
    return {
      Program() {
        for (const comment of ctx.sourceCode.getAllComments()) {
          const isExemption = /^\s*deno-lint-ignore(-file)?\s.*reprise\//.test(comment.value);
          if (!isExemption || /\s--\s+\S/.test(comment.value)) continue;
          const message = `"${comment.value.trim()}" gives no reason: end it with " -- " and the reason`;
          ctx.report({ range: comment.range, message });
        }
      },
    };
  },
};

function isModeWord(node: Deno.lint.Node | null): boolean {
  return node !== null && MODES.has(literalText(unwrap(node)) ?? "");
}

function isModeNamed(node: Deno.lint.Node | undefined): boolean {
  if (node === undefined) return false;
  const inner = unwrap(node);
  return (identifierName(inner) ?? memberName(inner)) === "mode";
}

/** True for the callee of `["live", "paper"].includes(…)`. */
function isListOfModes(callee: Deno.lint.Node): boolean {
  if (callee.type !== "MemberExpression" || memberName(callee) !== "includes") return false;
  const list = unwrap(callee.object);
  return list.type === "ArrayExpression" && list.elements.some(isModeWord);
}

/** True for a handler such as `() => {}`, `() => undefined` or `() => null`. */
function doesNothing(handler: Deno.lint.Node): boolean {
  if (!isFunction(handler) || handler.body === null) return false;
  const body = handler.body;
  if (body.type === "BlockStatement") return body.body.length === 0;
  return identifierName(body) === "undefined" || (body.type === "Literal" && body.value === null);
}
