import { z } from "zod";

/** What a person asks of a running agent. `by`: through what, such as `dashboard`; not there where that is not known. */
export type Command =
  & (
    | { readonly do: "pause" }
    | { readonly do: "resume" }
    | { readonly do: "close"; readonly asset: string }
    | { readonly do: "close-all" }
    /** `flatten`: everything is closed first; while something is left the run is not stopped. */
    | { readonly do: "stop"; readonly flatten?: true }
  )
  & { readonly by?: string | undefined };

const by = z.string().min(1).max(40).optional();

/** Checks a command that comes from outside, or was kept. */
export const commandSchema: z.ZodType<Command> = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("pause"), by }),
  z.strictObject({ do: z.literal("resume"), by }),
  z.strictObject({ do: z.literal("close"), asset: z.string().min(1).max(40), by }),
  z.strictObject({ do: z.literal("close-all"), by }),
  z.strictObject({ do: z.literal("stop"), flatten: z.literal(true).optional(), by }),
]) as z.ZodType<Command>;

/** What came of a command, for whoever asked. */
export interface CommandOutcome {
  /** Whether all that was asked has come about. */
  readonly done: boolean;
  /** In words: what was done, what was not and why, what is left. */
  readonly lines: readonly string[];
}

/** What a person asked since the last look. */
export interface Commands {
  /** Hands out the commands that have arrived, oldest first, each once. */
  take(): Promise<readonly Command[]>;
  /** A signal that is aborted as soon as a command waits; waiting and model calls end early with it. */
  waiting(): AbortSignal;
  /** Tells whoever gave a command that was taken, the very object, what came of it. */
  answer(command: Command, outcome: CommandOutcome): void;
}
