import type { AccessToken } from "./access_token.ts";

/** What a request shows of itself before anything else of it is looked at. */
export interface Knock {
  readonly method: string;
  readonly headers: Headers;
  /** Whether it asks for no more than the shell of the pages, or a sign of life: nothing of a run. */
  readonly isShell: boolean;
}

/** How the dashboard is reached. */
export interface DoorOptions {
  readonly token: AccessToken;
  /** Whether it listens on loopback alone. */
  readonly isLoopback: boolean;
  /** Whether reading needs the token there, too. */
  readonly isPrivate: boolean;
  readonly cookie: string;
  /** Waits so long, ms. */
  readonly pause?: (ms: number) => Promise<void>;
}

/** What the door says: who has not shown the token, or comes from another page, stays outside. */
export type Passage = "in" | "no-token" | "wrong-token" | "foreign-origin";

const READS = ["GET", "HEAD"];
/** Names of this machine that no other site can have: a page that rebinds its name to 127.0.0.1 shows its own. */
const LOOPBACK_NAME = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i;
const FIRST_PAUSE_MS = 150;
const LONGEST_PAUSE_MS = 4000;
const FORGOTTEN_MS = 60_000;

/** Lets requests in by the token alone; whoever shows a wrong one waits, longer each time. */
export class Door {
  readonly #options: DoorOptions;
  #wrong = 0;
  #lastWrong = -Infinity;

  constructor(options: DoorOptions) {
    this.#options = options;
  }

  /** Looks at the token first, then at the origin, and at nothing else. */
  async pass(knock: Knock): Promise<Passage> {
    // Where reading is open, a cookie of before --new-token does no harm.
    if (knock.isShell || !this.#needsToken(knock)) return "in";
    const { headers } = knock;
    const shown = this.#shown(headers);
    if (shown === null || !this.#options.token.matches(shown)) {
      await this.refuse();
      return shown === null ? "no-token" : "wrong-token";
    }
    if (READS.includes(knock.method)) return "in";
    const origin = headers.get("origin");
    const isOwn = origin === null || origin === `http://${headers.get("host")}`;
    return isOwn ? "in" : "foreign-origin";
  }

  /** Whether this request shows the right token. */
  isKnown(headers: Headers): boolean {
    const shown = this.#shown(headers);
    return shown !== null && this.#options.token.matches(shown);
  }

  /** Waits, each time longer while wrong tokens keep coming. */
  async refuse(): Promise<void> {
    const now = performance.now();
    this.#wrong = now - this.#lastWrong > FORGOTTEN_MS ? 1 : this.#wrong + 1;
    this.#lastWrong = now;
    const ms = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(10, this.#wrong - 1));
    const { pause = sleep } = this.#options;
    await pause(ms);
  }

  #needsToken({ method, headers }: Knock): boolean {
    const { isLoopback, isPrivate } = this.#options;
    if (!READS.includes(method) || isPrivate || !isLoopback) return true;
    return !LOOPBACK_NAME.test(headers.get("host") ?? "");
  }

  /** The token as it was shown: in the header of a program, or in the cookie of a page. */
  #shown(headers: Headers): string | null {
    const bearer = /^Bearer (\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
    if (bearer !== undefined) return bearer;
    for (const part of (headers.get("cookie") ?? "").split(";")) {
      const [name, value] = part.trim().split("=", 2);
      if (name === this.#options.cookie && value !== undefined) return value;
    }
    return null;
  }
}

async function sleep(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
