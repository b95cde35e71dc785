import htm from "htm";
import { h, type VNode } from "preact";

type Template = (strings: TemplateStringsArray, ...values: unknown[]) => VNode;

/** Makes elements of a template: what is put into one is text or an element, never markup. */
// The types of htm tell of a module where there is a function.
export const html: Template = (htm as unknown as { bind(of: typeof h): Template }).bind(h);
