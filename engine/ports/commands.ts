/** What a person asks of a running agent. */
export type Command =
  | { readonly do: "pause" }
  | { readonly do: "resume" }
  | { readonly do: "close"; readonly asset: string }
  | { readonly do: "close-all" }
  | { readonly do: "stop" };

/** What a person asked since the last look. */
export interface Commands {
  /** Hands out the commands that have arrived, oldest first, each once. */
  take(): Promise<readonly Command[]>;
  /** A signal that is aborted as soon as a command waits; waiting and model calls end early with it. */
  waiting(): AbortSignal;
}
