/**
 * The inside of a worker isolate: gives up every permission, loads the agent, and runs jobs with it.
 * @module
 */
import {
  type Agent,
  AgentError,
  type AgentHarness,
  type AgentTraits,
  createAgent,
} from "../../engine/mod.ts";
import * as engine from "../../engine/mod.ts";
import { z } from "zod";
import { setForeignSurroundings } from "./foreign_surroundings.ts";
import type { Answer, Opening, Request } from "./messages.ts";
import { ReachableState } from "./reachable_state.ts";

/** Entries are handed over by so many cycles. */
const STRIDE = 64;
/** How often a run lets messages in, ms of wall time. */
const BREATH_MS = 40;
const SEAL = "reprise.seal";
const PERMISSIONS = ["read", "write", "net", "env", "run", "sys", "ffi", "import"] as const;

// What the agent could replace is kept from before it was there.
const wallMs = performance.now.bind(performance);
const later = setTimeout;
const { createObjectURL, revokeObjectURL } = URL;
// Deno defines it anew when it is first called; after that the global object stays as it is.
queueMicrotask(() => undefined);

addEventListener("message", (event) => {
  const { opening, port } = (event as MessageEvent<{ opening: Opening; port: MessagePort }>).data;
  const answer = port.postMessage.bind(port) as (answer: Answer) => void;
  const outside = (event: Event, reason: unknown): AgentError => {
    event.preventDefault();
    return new AgentError(`the agent ${opening.path} failed outside decide: ${firstLine(reason)}`);
  };
  addEventListener("unhandledrejection", (late) => answer(failed(outside(late, late.reason))));
  // Left to Deno it would end the worker too, but print a stack of its own first.
  addEventListener("error", (late) => answer({ ...failed(outside(late, late.error)), isLast: true }));
  open(opening, answer).then((run) => {
    port.onmessage = ({ data }: MessageEvent<Request>) => run(data);
  }, (error) => answer(failed(error)));
}, { once: true });

/** Loads the agent, says what it is, and gives what takes requests from then on. */
async function open(
  opening: Opening,
  answer: (answer: Answer) => void,
): Promise<(request: Request) => void> {
  const { path } = opening;
  const { default: harness } = await import(opening.harness) as { default: AgentHarness };
  const { exported, before } = await load(opening);
  let create = (): Agent => created(exported, opening);
  answer({ kind: "ready", traits: traitsOf(create()) });
  const renew = async ({ source, parameters }: Extract<Request, { kind: "renew" }>): Promise<void> => {
    if (before?.isUnchanged() !== true) return answer({ kind: "changed" });
    const again = await loadAgain(source, path);
    create = () => created(again, { path, parameters });
    answer({ kind: "ready", traits: traitsOf(create()) });
  };
  let stopping = new AbortController();
  const desk = new QuestionDesk(answer);
  return (request) => {
    if (request.kind === "stop") return stopping.abort();
    if (request.kind === "answer") return desk.take(request);
    if (request.kind === "renew") return void renew(request).catch((error) => answer(failed(error)));
    stopping = new AbortController();
    const courier = new Courier(answer);
    const watch = {
      signal: stopping.signal,
      append: (entry: unknown) => courier.append(entry),
      onCycle: () => courier.cycle(),
      ask: (question: unknown) => desk.ask(question),
    };
    harness(create, request.job, watch).then((result) => {
      courier.flush();
      answer({ kind: "done", result });
    }).catch((error) => answer(failed(error)));
  };
}

/** What an agent's module exported, and what it could reach before it was there; null: that was not asked for. */
interface Loaded {
  readonly exported: unknown;
  readonly before: ReachableState | null;
}

/**
 * Imports the agent's module behind a gate. A graph of modules is fetched as a whole before any of it is run, and the
 * gate is run first: so even the first line of the agent's module finds every permission gone.
 */
async function load({ agent: address, path, surroundings, isKept }: Opening): Promise<Loaded> {
  let before: ReachableState | null = null;
  const seal = (): void => {
    Reflect.deleteProperty(globalThis, Symbol.for(SEAL));
    closeDoors();
    if (surroundings !== null) setForeignSurroundings(surroundings);
    if (isKept) before = new ReachableState([globalThis, engine, z.globalRegistry, z.config()]);
  };
  Object.defineProperty(globalThis, Symbol.for(SEAL), { value: seal, configurable: true });
  const gate = `data:text/javascript,globalThis[Symbol.for(${JSON.stringify(SEAL)})]()`;
  const wrapper = `import ${JSON.stringify(gate)};\n` +
    `import * as module from ${JSON.stringify(address)};\nexport default module.default;`;
  const exported = await defaultOf(`data:text/javascript,${encodeURIComponent(wrapper)}`, path);
  return { exported, before };
}

/** Another instance of the agent's module: nothing of the one before is in it. */
async function loadAgain(source: string, path: string): Promise<unknown> {
  const address = createObjectURL(new Blob([source], { type: "application/typescript" }));
  try {
    return await defaultOf(address, path);
  } finally {
    revokeObjectURL(address);
  }
}

async function defaultOf(address: string, path: string): Promise<unknown> {
  try {
    return (await import(address)).default;
  } catch (error) {
    throw new AgentError(`the agent ${path} cannot be loaded: ${firstLine(error)}`);
  }
}

function created(exported: unknown, { path, parameters }: Pick<Opening, "path" | "parameters">): Agent {
  try {
    return createAgent(exported, parameters);
  } catch (error) {
    if (error instanceof AgentError && error.usage) throw error;
    throw new AgentError(`the agent ${path} cannot be used: ${firstLine(error)}`);
  }
}

function closeDoors(): void {
  for (const name of PERMISSIONS) Deno.permissions.revokeSync({ name });
  const refuse = (): never => {
    throw new Error("an agent cannot end the program");
  };
  Deno.exit = refuse;
  globalThis.close = refuse;
  // Results go to the standard output; what an agent prints must not stand among them.
  for (const name of ["log", "info", "debug"] as const) console[name] = console.error;
}

/** Questions that wait for their answers from the other side. */
class QuestionDesk {
  readonly #answer: (answer: Answer) => void;
  readonly #waiting = new Map<number, (answer: Extract<Request, { kind: "answer" }>) => void>();
  #asked = 0;

  constructor(answer: (answer: Answer) => void) {
    this.#answer = answer;
  }

  ask(question: unknown): Promise<unknown> {
    const id = ++this.#asked;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.set(id, ({ answer, failed }) => {
      if (failed === undefined) resolve(answer);
      else reject(new Error(failed));
    });
    this.#answer({ kind: "ask", id, question });
    return promise;
  }

  take(answer: Extract<Request, { kind: "answer" }>): void {
    this.#waiting.get(answer.to)?.(answer);
    this.#waiting.delete(answer.to);
  }
}

/** Carries entries to the other side, many at a time. */
class Courier {
  readonly #answer: (answer: Answer) => void;
  #entries: unknown[] = [];
  #cycles = 0;
  #breathed = wallMs();

  constructor(answer: (answer: Answer) => void) {
    this.#answer = answer;
  }

  append(entry: unknown): void {
    this.#entries.push(entry);
  }

  flush(): void {
    if (this.#entries.length > 0) this.#answer({ kind: "entries", entries: this.#entries });
    this.#entries = [];
  }

  cycle(): void | Promise<void> {
    if (++this.#cycles % STRIDE !== 0) return;
    this.flush();
    if (wallMs() - this.#breathed < BREATH_MS) return;
    return new Promise<void>((resolve) => later(resolve, 0)).then(() => {
      this.#breathed = wallMs();
    });
  }
}

function traitsOf({ name, needs, parameters }: Agent): AgentTraits {
  return JSON.parse(JSON.stringify({ name, needs, parameters }));
}

function failed(error: unknown): Extract<Answer, { kind: "failed" }> {
  const isAgentError = error instanceof AgentError;
  const message = isAgentError ? error.message : firstLine(error);
  return {
    kind: "failed",
    message,
    expected: isAgentError,
    usage: isAgentError && error.usage,
    isLast: false,
  };
}

/** What was thrown, in a line; Deno's advice to grant a permission is none for an agent. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.split("\n")[0].replace(/, run again with the --allow-\S+ flag/, ", which an agent has not");
}
