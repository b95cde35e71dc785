import type { SweepOptions } from "./sweep_options.ts";
import type { SweepPool } from "./sweep_command.ts";

/** What makes a pool of workers. */
export interface LocalPoolTools<Market> {
  /** Address of the module that plays a run. */
  readonly module: string;
  withSharedColumns(markets: readonly Market[]): readonly Market[];
  readonly RunPool: new (options: {
    readonly module: string;
    readonly size: number;
    readonly shared: unknown;
    readonly permissions: Deno.PermissionOptions;
  }) => SweepPool;
}

/** Workers on the cores of this machine; one copy of the candles for all. */
export function localPool<Market>(
  { cores, runs }: Pick<SweepOptions, "cores" | "runs">,
  { markets, jobs }: { readonly markets: readonly Market[]; readonly jobs: number },
  { module, RunPool, withSharedColumns }: LocalPoolTools<Market>,
): SweepPool {
  return new RunPool({
    module,
    size: Math.min(jobs, cores ?? navigator.hardwareConcurrency),
    shared: withSharedColumns(markets),
    permissions: workerPermissions([runs]),
  });
}

/** Workers may read what we may, and write runs: nothing else of what we may. A model's name is read where there is one to replay. */
export function workerPermissions(written: string[]): Deno.PermissionOptions {
  return {
    ...{ read: "inherit", write: written, env: "inherit", net: false },
    ...{ run: false, sys: false, ffi: false, import: false },
  };
}
