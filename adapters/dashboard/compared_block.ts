/** A piece of what is said of compared runs, to be laid out by a page. */
export type ComparedBlock =
  | { readonly kind: "heading" | "text" | "verdict"; readonly text: string; readonly small?: boolean }
  | {
    readonly kind: "figures";
    readonly headers: readonly string[];
    readonly rows: readonly {
      readonly label: string;
      readonly cells: readonly {
        readonly text: string;
        readonly tone: string;
        readonly reason: string | null;
      }[];
      readonly note: string;
    }[];
  };
