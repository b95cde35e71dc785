/**
 * The hard limits of the architecture page: `reprise/function-length`, `reprise/file-length`, `reprise/max-params`
 * and `reprise/max-nesting`. The soft limits are for the reader's judgement.
 * @module
 */

import { isTestCode, projectPath } from "./paths.ts";
import { identifierName, isFunction, type Node, parentOf } from "./syntax.ts";

const MAX_FUNCTION_LINES = 70;
const MAX_FILE_LINES = 400;
const MAX_MAIN_LINES = 250;
const MAX_PARAMS = 3;
const MAX_NESTING = 3;

const FUNCTIONS = "FunctionDeclaration, FunctionExpression, ArrowFunctionExpression";
const SIGNATURES = "TSDeclareFunction, TSMethodSignature, TSEmptyBodyFunctionExpression";
const CONTROL =
  "IfStatement, ForStatement, ForOfStatement, ForInStatement, WhileStatement, DoWhileStatement, " +
  "SwitchStatement, TryStatement";
const CONTROL_TYPES: ReadonlySet<string> = new Set(CONTROL.split(", "));

/** No function has more than 70 lines; tests may be tables as long as they need. */
export const functionLength: Deno.lint.Rule = {
  create(ctx) {
    const path = projectPath(ctx.filename);
    if (path === null || isTestCode(path)) return {};
    return {
      [FUNCTIONS](node: Deno.lint.Node) {
        const lines = countLines(ctx.sourceCode.getText(node));
        if (lines <= MAX_FUNCTION_LINES) return;
        const message =
          `this function has ${lines} lines, ${MAX_FUNCTION_LINES} is the limit: take a part of it out`;
        ctx.report({ range: firstLine(ctx, node), message });
      },
    };
  },
};

/** No file has more than 400 lines, main.ts not more than 250; tests may be as long as they need. */
export const fileLength: Deno.lint.Rule = {
  create(ctx) {
    const path = projectPath(ctx.filename);
    if (path === null || isTestCode(path)) return {};
    return {
      Program() {
        const lines = countLines(ctx.sourceCode.text.trimEnd());
        const limit = path === "main.ts" ? MAX_MAIN_LINES : MAX_FILE_LINES;
        if (lines <= limit) return;
        const message =
          `${path} has ${lines} lines, ${limit} is the limit: move one concept to a file of its own`;
        ctx.report({ range: [0, 0], message });
      },
    };
  },
};

/** No function or method takes more than three parameters, the options record counted in. */
export const maxParams: Deno.lint.Rule = {
  create(ctx) {
    if (projectPath(ctx.filename) === null) return {};
    return {
      [`${FUNCTIONS}, ${SIGNATURES}`](node: Deno.lint.Node & { params: Deno.lint.Parameter[] }) {
        const count = node.params.filter((one) => identifierName(one) !== "this").length;
        if (count <= MAX_PARAMS) return;
        const message =
          `${count} parameters, ${MAX_PARAMS} is the limit: put what belongs together into a record`;
        ctx.report({ range: firstLine(ctx, node), message });
      },
    };
  },
};

/** Control blocks stand at most three deep in a function; `else if` goes on at the same depth. */
export const maxNesting: Deno.lint.Rule = {
  create(ctx) {
    if (projectPath(ctx.filename) === null) return {};
    return {
      [CONTROL](node: Deno.lint.Node) {
        const depth = nestingOf(node);
        // Only the first block that is too deep is named, not all that stand in it.
        if (isElseIf(node) || depth !== MAX_NESTING + 1) return;
        const message =
          `control blocks stand ${depth} deep, ${MAX_NESTING} is the limit: return early or take it out`;
        ctx.report({ range: firstLine(ctx, node), message });
      },
    };
  },
};

function nestingOf(node: Node): number {
  let depth = 0;
  for (let one: Node | null = node; one !== null && !isFunction(one); one = parentOf(one)) {
    if (CONTROL_TYPES.has(one.type) && !isElseIf(one)) depth++;
  }
  return depth;
}

function isElseIf(node: Node): boolean {
  const parent = parentOf(node);
  return node.type === "IfStatement" && parent?.type === "IfStatement" && parent.alternate === node;
}

function countLines(text: string): number {
  return text.split("\n").length;
}

/** The range from a node's start to the end of that line: a report that quotes one line, not seventy. */
function firstLine(ctx: Deno.lint.RuleContext, node: Deno.lint.Node): Deno.lint.Range {
  const end = ctx.sourceCode.text.indexOf("\n", node.range[0]);
  return [node.range[0], end === -1 ? node.range[1] : Math.min(end, node.range[1])];
}
