/** HTML that is known to be whole: every text that goes into it is escaped, so that nobody's words become tags. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template; lists are put one after another, null is nothing. */
export type Piece = string | number | Markup | null | readonly Piece[];

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A template of HTML; whatever is put into it and is no Markup is escaped. */
export function markup(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return new Markup(
    strings.map((text, index) => text + (index < pieces.length ? textOf(pieces[index]) : "")).join(""),
  );
}

/** Text that stands in HTML as it is, in an attribute too; what no page may have is left out. */
export function escaped(text: string): string {
  // deno-lint-ignore no-control-regex -- a model's words may hold anything, a page must not
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, "").replace(
    /[&<>"']/g,
    (one) => ESCAPES[one],
  );
}

/** Figures as a page prints them: with a true minus. */
export function printed(text: string): string {
  return text.replace(/(?<![^\s(])-(?=\d)/g, "−");
}

function textOf(piece: Piece): string {
  if (piece === null) return "";
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === "object") return piece.map(textOf).join("");
  return escaped(String(piece));
}
