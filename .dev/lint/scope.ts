/**
 * Whether an identifier means the platform's global of that name: the plugin API has no scope analysis, so this
 * file has the little that the rules need.
 * @module
 */

import { isFunction, type Node, parentOf } from "./syntax.ts";

/** True where the identifier is used as a variable or type, and nothing around it declares that name. */
export function isGlobalReference(node: Deno.lint.Identifier): boolean {
  return !isOnlyAName(node) && !isDeclaredAround(node);
}

/** True where an identifier only labels something: a property, a key, an imported or exported name. */
function isOnlyAName(node: Deno.lint.Identifier): boolean {
  const parent = node.parent;
  switch (parent.type) {
    case "MemberExpression":
      return parent.property === node && !parent.computed;
    case "Property":
      return parent.key === node && !parent.computed;
    case "PropertyDefinition":
    case "MethodDefinition":
    case "TSPropertySignature":
    case "TSMethodSignature":
      return parent.key === node ? !parent.computed : isParameter(node, parent);
    case "TSQualifiedName":
      return parent.right === node;
    case "TSNamedTupleMember":
      return parent.label === node;
    case "TSEnumMember":
      return parent.id === node;
    case "ImportSpecifier":
    case "ExportSpecifier":
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
    case "TSTypePredicate":
      return true;
    default:
      return isParameter(node, parent);
  }
}

/** True for the parameter names of function types and signatures: they bind nothing that could be called. */
function isParameter(node: Node, parent: Node): boolean {
  return "params" in parent && Array.isArray(parent.params) && (parent.params as Node[]).includes(node);
}

function isDeclaredAround(node: Deno.lint.Identifier): boolean {
  for (let scope = parentOf(node); scope !== null; scope = parentOf(scope)) {
    if (declaredIn(scope).some((name) => name === node.name)) return true;
  }
  return false;
}

/** The names that one node brings into scope for what stands inside it. */
function declaredIn(scope: Node): string[] {
  if (isFunction(scope)) return [...scope.params.flatMap(namesIn), ...namesIn(scope.id)];
  switch (scope.type) {
    case "Program":
    case "BlockStatement":
    case "StaticBlock":
    case "TSModuleBlock":
      return scope.body.flatMap(namesDeclaredBy);
    case "SwitchStatement":
      return scope.cases.flatMap((one) => one.consequent.flatMap(namesDeclaredBy));
    case "CatchClause":
      return namesIn(scope.param);
    case "ForStatement":
      return namesDeclaredBy(scope.init);
    case "ForOfStatement":
    case "ForInStatement":
      return namesDeclaredBy(scope.left);
    default:
      return [];
  }
}

function namesDeclaredBy(statement: Node | null): string[] {
  switch (statement?.type) {
    case "VariableDeclaration":
      return statement.declarations.flatMap((one) => namesIn(one.id));
    case "ExportNamedDeclaration":
      return namesDeclaredBy(statement.declaration);
    case "ImportDeclaration":
      return statement.specifiers.map((one) => one.local.name);
    case "FunctionDeclaration":
    case "ClassDeclaration":
    case "TSDeclareFunction":
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSEnumDeclaration":
      return namesIn(statement.id);
    default:
      return [];
  }
}

/** The names bound by a pattern: an identifier, or what a destructuring takes apart. */
function namesIn(pattern: Node | null | undefined): string[] {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern.name];
    case "AssignmentPattern":
      return namesIn(pattern.left);
    case "RestElement":
      return namesIn(pattern.argument);
    case "TSParameterProperty":
      return namesIn(pattern.parameter);
    case "ArrayPattern":
      return pattern.elements.flatMap(namesIn);
    case "ObjectPattern":
      return pattern.properties.flatMap((one) => namesIn(one.type === "Property" ? one.value : one));
    default:
      return [];
  }
}
