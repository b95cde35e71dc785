/** A command of the program as a user starts it, its output kept and looked through. */

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
const LAUNCH = new URL("../../adapters/settings/launch.ts", import.meta.url).pathname;
const ROOT = new URL("../../", import.meta.url).pathname;

/** A command that runs. */
export interface DemoProcess {
  /** The process that was started; a launched command is its one child. */
  readonly pid: number;
  /** The first match in what it wrote; rejected with all it wrote where it ends before. */
  found(pattern: RegExp): Promise<RegExpExecArray>;
  /** How it ends: its exit code. */
  readonly ended: Promise<number>;
  /** What it wrote, both outputs. */
  log(): string;
  /** Ends it as a supervisor does, and waits until it has ended. */
  stop(): Promise<void>;
}

/** Starts a command with its rights and these variables. */
export function startCommand(words: readonly string[], env: Readonly<Record<string, string>>): DemoProcess {
  return start(["run", "--no-prompt", "--allow-read", "--allow-env", "--allow-run", LAUNCH, ...words], env);
}

/** Starts a command with every right: where it is to write where it otherwise may not. */
export function startFreely(words: readonly string[], env: Readonly<Record<string, string>>): DemoProcess {
  return start(["run", "--no-prompt", "-A", MAIN, ...words], env);
}

function start(args: string[], env: Readonly<Record<string, string>>): DemoProcess {
  const child = new Deno.Command(Deno.execPath(), {
    ...{ args, cwd: ROOT, env, stdin: "null", stdout: "piped", stderr: "piped" },
  }).spawn();
  let text = "";
  const waiting: { pattern: RegExp; resolve: (match: RegExpExecArray) => void }[] = [];
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> => {
    for await (const part of stream.pipeThrough(new TextDecoderStream())) {
      text += part;
      for (const { pattern, resolve } of waiting) {
        const match = pattern.exec(text);
        if (match !== null) resolve(match);
      }
    }
  };
  const reading = Promise.all([read(child.stdout), read(child.stderr)]);
  const ended = child.status.then(async ({ code }) => (await reading, code));
  return {
    pid: child.pid,
    ended,
    log: () => text,
    found: (pattern) => {
      const { promise, resolve } = Promise.withResolvers<RegExpExecArray>();
      waiting.push({ pattern, resolve });
      const match = pattern.exec(text);
      if (match !== null) resolve(match);
      const failed = ended.then((code): never => {
        throw new Error(`deno ${args.join(" ")} ended with ${code}:\n${text}`);
      });
      return Promise.race([promise, failed]);
    },
    stop: async () => {
      try {
        child.kill("SIGTERM");
      } catch (error) {
        // It has ended already.
        if (!(error instanceof TypeError)) throw error;
      }
      await ended;
    },
  };
}
