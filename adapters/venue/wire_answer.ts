/** What goes back over HTTP: a JSON value or a plain text. */
export type WireAnswer =
  | { readonly status: number; readonly json: unknown }
  | { readonly status: number; readonly text: string };
