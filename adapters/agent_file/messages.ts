import type { AgentTraits, TypedParameter } from "../../engine/mod.ts";

/** What an isolate is opened with. */
export interface Opening {
  /** Address of the agent's module. */
  readonly agent: string;
  /** How it is called in messages. */
  readonly path: string;
  /** Address of the module whose default export is the harness. */
  readonly harness: string;
  readonly parameters: readonly TypedParameter[];
  /** Seed of a clock and of dice that are not the system's; null: the system's. */
  readonly surroundings: number | null;
  /** Whether it may take up another agent of the same module later. */
  readonly isKept: boolean;
}

/** What is asked of an isolate. */
export type Request =
  | { readonly kind: "run"; readonly job: unknown }
  /** The agent's module from this text anew, as if the isolate had only just been opened. */
  | { readonly kind: "renew"; readonly source: string; readonly parameters: readonly TypedParameter[] }
  | { readonly kind: "stop" }
  /** The answer to a question; `failed`: why there is none. */
  | { readonly kind: "answer"; readonly to: number; readonly answer?: unknown; readonly failed?: string };

/** What an isolate answers. */
export type Answer =
  | { readonly kind: "ready"; readonly traits: AgentTraits }
  /** It cannot be as if it had only just been opened: what agents can reach was changed. */
  | { readonly kind: "changed" }
  | { readonly kind: "entries"; readonly entries: readonly unknown[] }
  | { readonly kind: "done"; readonly result: unknown }
  /** A question of the job's; `id` goes with its answer. */
  | { readonly kind: "ask"; readonly id: number; readonly question: unknown }
  | {
    readonly kind: "failed";
    readonly message: string;
    /** Whether the message says all there is to know. */
    readonly expected: boolean;
    readonly usage: boolean;
    /** Whether it takes no more jobs. */
    readonly isLast: boolean;
  };
