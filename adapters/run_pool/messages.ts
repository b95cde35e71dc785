/** Who follows a job from the other side. */
export interface JobWatch {
  /** What all jobs share, as the pool was given it. */
  readonly shared: unknown;
  /** Aborted when the job is to come to an early end. */
  readonly signal: AbortSignal;
  /** Says how far it has come, 0 to 1. */
  onProgress(share: number): void;
}

/** Does one job in a worker of the pool; job and result are plain data. */
export type PlayJob = (job: unknown, watch: JobWatch) => Promise<unknown>;

/** What a worker is told. */
export type Told =
  | {
    readonly kind: "open";
    /** Address of the module, and the name of its function that does the jobs. */
    readonly module: string;
    readonly does: string;
    readonly shared: unknown;
  }
  | { readonly kind: "play"; readonly job: unknown }
  | { readonly kind: "stop" };

/** What a worker answers. */
export type Answer =
  | { readonly kind: "ready" }
  | { readonly kind: "progress"; readonly share: number }
  | { readonly kind: "done"; readonly result: unknown }
  | { readonly kind: "failed"; readonly fault: string };
