/**
 * Small questions to the syntax tree that several rules ask.
 * @module
 */

/** Any node of the tree: the API's own union forgets the parameter properties of constructors. */
export type Node = Deno.lint.Node | Deno.lint.TSParameterProperty;

/** The text of a string literal, or of a template without expressions; null for anything else. */
export function literalText(node: Node | null | undefined): string | null {
  if (node?.type === "Literal") return typeof node.value === "string" ? node.value : null;
  if (node?.type !== "TemplateLiteral" || node.quasis.length !== 1) return null;
  return node.quasis[0].cooked;
}

/** The name of the member that an expression such as `a.b`, `a?.b`, `a["b"]` or `a.#b` ends with, or null. */
export function memberName(node: Node): string | null {
  if (node.type !== "MemberExpression") return null;
  if (node.computed) return literalText(node.property);
  return identifierName(node.property);
}

/** The name of an identifier or private identifier, or null. */
export function identifierName(node: Node | null | undefined): string | null {
  return node?.type === "Identifier" || node?.type === "PrivateIdentifier" ? node.name : null;
}

/** The expression inside `(x as T)`, `<T> x`, `x satisfies T`, `x!` and `?.` chains. */
export function unwrap(node: Node): Node {
  switch (node.type) {
    case "TSAsExpression":
    case "TSTypeAssertion":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "ChainExpression":
      return unwrap(node.expression);
    default:
      return node;
  }
}

/** The parent of a node; null for the program itself. */
export function parentOf(node: Node): Node | null {
  return "parent" in node ? node.parent ?? null : null;
}

/** True for every kind of function that has a body of its own. */
export function isFunction(node: Node): node is FunctionNode {
  return node.type === "FunctionDeclaration" || node.type === "FunctionExpression" ||
    node.type === "ArrowFunctionExpression";
}

/** A function with a body of its own. */
export type FunctionNode =
  | Deno.lint.FunctionDeclaration
  | Deno.lint.FunctionExpression
  | Deno.lint.ArrowFunctionExpression;
