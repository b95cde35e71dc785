import { createHash, timingSafeEqual } from "node:crypto";
import { join } from "node:path";
import { DashboardError, reasonOf } from "../dashboard_error.ts";

const FILE = ".dashboard-token";
const OWNER_ONLY = 0o600;
const TOKEN_BYTES = 24;
const HASH = /^[0-9a-f]{64}\n?$/;

/** The token that opens the dashboard: 192 random bits, of which the disk holds the SHA-256 alone. */
export class AccessToken {
  readonly #path: string;
  /** The token itself where it was just made, to be shown once; null: it was made before. */
  readonly shown: string | null;

  private constructor(path: string, shown: string | null) {
    this.#path = path;
    this.shown = shown;
  }

  /**
   * Reads the token's hash from the folder of runs, or makes a token where there is none. `renew`: makes another in any
   * case, and the one before opens nothing any more. Throws a DashboardError where the file cannot be read or written.
   */
  static open(runs: string, renew: boolean): AccessToken {
    const path = join(runs, FILE);
    if (!renew && readHash(path) !== null) return new AccessToken(path, null);
    const token = crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)).toHex();
    keep(runs, path, sha256(token).toHex());
    return new AccessToken(path, token);
  }

  /**
   * Whether this is the token; takes the same time for each that is not. The hash is read each time: a token that another
   * process has replaced opens nothing from then on.
   */
  matches(candidate: string): boolean {
    const kept = readHash(this.#path);
    return kept !== null && timingSafeEqual(sha256(candidate), kept);
  }
}

function sha256(text: string): Uint8Array {
  return new Uint8Array(createHash("sha256").update(text).digest());
}

function readHash(path: string): Uint8Array | null {
  try {
    const text = Deno.readTextFileSync(path);
    if (HASH.test(text)) return Uint8Array.fromHex(text.trim());
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw new DashboardError(`cannot read ${path}: ${reasonOf(error)}`, { cause: error });
  }
  throw new DashboardError(`${path} is damaged: wanted 64 hex characters; --new-token makes another`);
}

function keep(runs: string, path: string, hash: string): void {
  const temporary = `${path}.${Deno.pid}.tmp`;
  try {
    Deno.mkdirSync(runs, { recursive: true });
    Deno.writeTextFileSync(temporary, `${hash}\n`, { mode: OWNER_ONLY, create: true });
    Deno.renameSync(temporary, path);
  } catch (error) {
    throw new DashboardError(
      `cannot keep the hash of the dashboard's token in ${path}: ${
        reasonOf(error)
      }; wanted a folder that can be written`,
      { cause: error },
    );
  }
}
