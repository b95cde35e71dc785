/**
 * Leaves out mutants that change nothing but the words of an error: what a broken invariant says is for a person to
 * read, and no law of the simulation hangs on it.
 */
export const strykerPlugins = [{
  kind: "Ignore",
  name: "texts",
  value: {
    shouldIgnore({ node, parentPath }) {
      const isText = node.type === "StringLiteral" || node.type === "TemplateLiteral";
      const isOfError = isText && parentPath?.node.type === "NewExpression" &&
        parentPath.node.callee.name === "Error";
      return isOfError ? "only the words of an error" : undefined;
    },
  },
}];
