/** What goes back over HTTP: a JSON value or a plain text. */
export type WireAnswer =
  | { readonly status: number; readonly json: unknown }
  | { readonly status: number; readonly text: string };

/** A JSON value with headers of its own. */
export interface HeadedAnswer {
  readonly status: number;
  readonly json: unknown;
  readonly headers: Readonly<Record<string, string>>;
}
