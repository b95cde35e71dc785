/** Who asked. */
export interface Asker {
  readonly ip: string;
  /** The connection it came over, which is one client's: its address and port; not there: that is not known. */
  readonly connection?: string | undefined;
}

/** Who asked, and in whose name. */
export interface NamedAsker extends Asker {
  /** The account it names, for a house that trusts: whoever is named is believed. Null: none. */
  readonly account: string | null;
}
