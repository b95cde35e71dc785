/** The venue as a user starts it: a process of its own. */

import { residentMb } from "../resident_memory.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
/** What was parsed of the shipped candles is kept here. */
const CACHE = new URL("../../.cache", import.meta.url).pathname;

/** Market time at which the venues of these tests begin: a day into the shipped year, ms. */
export const FROM = Date.UTC(2024, 0, 2);
/** A key that is worth nothing, and its address. Source: exchange-rules 5.3, vectors. */
export const KEY = "0x0123456789012345678901234567890123456789012345678901234567890123";
export const ADDRESS = "0x14791697260E4c9A71f18484C9f997B308e59325";

/** A venue that answers. */
export interface VenueProcess {
  readonly url: string;
  readonly socketUrl: string;
  /** Moves market time on; answered when all was told. */
  advance(step: object): Promise<{ readonly time: number; readonly ended: boolean }>;
  /** What it wrote, both outputs. */
  log(): string;
  /** The memory it holds, MB; 0 where the system does not tell. */
  residentMb(): number;
  /** Ends it as Ctrl-C does; gives its exit code. */
  stop(): Promise<number>;
  /** Ends it as a crash does: nothing more is written. */
  kill(): Promise<void>;
}

/** Serves the shipped market from {@link FROM} on, moved by steps. */
export function serve(): Promise<VenueProcess> {
  return startVenue(["--from", "2024-01-02", "--to", "2024-01", "--step"]);
}

/**
 * Starts a venue on a free port, in a folder of its own where none is given, and, where the system can, on one core;
 * waits until it answers.
 */
export async function startVenue(
  flags: readonly string[],
  { core = null, folder = null }: { readonly core?: number | null; readonly folder?: string | null } = {},
): Promise<VenueProcess> {
  const cwd = folder ?? await Deno.makeTempDir({ prefix: "reprise-venue-" });
  const args = [
    "run",
    "--no-prompt",
    "--allow-read",
    `--allow-write=${cwd},${CACHE}`,
    "--allow-net=127.0.0.1:0",
  ];
  const words = [Deno.execPath(), ...args, MAIN, "venue", "--port", "0", ...flags];
  const pinned = core === null || Deno.build.os !== "linux"
    ? words
    : ["taskset", "-c", String(core), ...words];
  const process = new Deno.Command(pinned[0], {
    args: pinned.slice(1),
    cwd,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let text = "";
  const address = Promise.withResolvers<string>();
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> => {
    for await (const part of stream.pipeThrough(new TextDecoderStream())) {
      text += part;
      const found = /http:\/\/(\S+)\/info/.exec(text)?.[1];
      if (found !== undefined) address.resolve(found);
    }
  };
  const reading = Promise.all([read(process.stdout), read(process.stderr)]);
  void process.status.then(({ code }) => address.reject(new Error(`the venue ended with ${code}: ${text}`)));
  const host = await address.promise;
  return {
    url: `http://${host}`,
    socketUrl: `ws://${host}/ws`,
    advance: (step) => advance(`http://${host}`, step),
    log: () => text,
    residentMb: () => Math.round(residentMb(process.pid)),
    stop: async () => {
      process.kill("SIGINT");
      const { code } = await process.status;
      await reading;
      if (folder === null) await Deno.remove(cwd, { recursive: true });
      return code;
    },
    kill: async () => {
      process.kill("SIGKILL");
      await process.status;
      await reading;
    },
  };
}

async function advance(url: string, step: object): ReturnType<VenueProcess["advance"]> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${url}/sim/advance`, { method: "POST", headers, body: JSON.stringify(step) });
  if (!answer.ok) throw new Error(await answer.text());
  return await answer.json();
}

/** A command that keeps to one core, where the system can. */
export function onCore(core: number, words: readonly string[]): readonly string[] {
  return Deno.build.os === "linux" ? ["taskset", "-c", String(core), ...words] : words;
}
