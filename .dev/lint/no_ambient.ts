/**
 * Rule `reprise/no-ambient`: the engine and the simulation reach no clock, chance, disk or network by themselves.
 * Time, data and chance come through ports and seeds, or a run could not be played again byte for byte.
 * @module
 */

import { isPureRoom, isTestCode, projectPath } from "./paths.ts";
import { isGlobalReference } from "./scope.ts";
import { identifierName, literalText, memberName } from "./syntax.ts";

/** Globals refused in every use. `globalThis` and its like would lead around the rule. */
const REFUSED_GLOBALS: ReadonlySet<string> = new Set(
  ("Date Deno process fetch WebSocket EventSource XMLHttpRequest setTimeout setInterval setImmediate " +
    "globalThis self window").split(" "),
);

/** Globals of which only some members are refused: `crypto.subtle` and `Math.max` are pure. */
const REFUSED_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  Math: ["random"],
  Temporal: ["Now"],
  crypto: ["randomUUID", "getRandomValues"],
  performance: ["now", "timeOrigin", "mark", "measure"],
  AbortSignal: ["timeout"],
};

/** The rule, see the module's comment. */
export const noAmbient: Deno.lint.Rule = {
  create(ctx) {
    const path = projectPath(ctx.filename);
    if (path === null || !isPureRoom(path) || isTestCode(path)) return {};
    return {
      Identifier(node) {
        const use = REFUSED_GLOBALS.has(node.name) ? node.name : refusedMember(node);
        if (use === null || !isGlobalReference(node)) return;
        const message =
          `"${use}" is ambient: the engine and the simulation reach no clock, chance, disk or network`;
        ctx.report({
          node,
          message,
          hint: "Take it through a port (Clock, MarketData, …) or from the run's seed.",
        });
      },
    };
  },
};

/** The refused use that starts at this identifier, as `Math.random` or `{ random } = Math`; null where it is fine. */
function refusedMember(node: Deno.lint.Identifier): string | null {
  if (!Object.hasOwn(REFUSED_MEMBERS, node.name)) return null;
  const found = membersTaken(node).find((name) => REFUSED_MEMBERS[node.name].includes(name));
  return found === undefined ? null : `${node.name}.${found}`;
}

function membersTaken(node: Deno.lint.Identifier): string[] {
  const parent = node.parent;
  if (parent.type === "MemberExpression" && parent.object === node) return [memberName(parent) ?? ""];
  if (parent.type === "TSQualifiedName" && parent.left === node) return [parent.right.name];
  if (parent.type !== "VariableDeclarator" || parent.init !== node || parent.id.type !== "ObjectPattern") {
    return [];
  }
  return parent.id.properties.map((one) =>
    one.type === "Property" ? identifierName(one.key) ?? literalText(one.key) ?? "" : ""
  );
}
