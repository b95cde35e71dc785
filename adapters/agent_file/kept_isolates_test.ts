import assert from "node:assert/strict";
import { readAgentFile } from "./agent_file.ts";
import { KeptIsolates } from "./kept_isolates.ts";
import type { IsolateOptions, WorkerIsolate } from "./worker_isolate.ts";

const FACE = import.meta.resolve("../../engine/mod.ts");
const OPTIONS: IsolateOptions = { parameters: [], harness: import.meta.resolve("./testing/harness.ts") };

/** Isolates for one file, whose text may change. */
async function withIsolates(
  text: string,
  use: (open: (text?: string, options?: IsolateOptions) => ReturnType<KeptIsolates["open"]>) => Promise<void>,
): Promise<void> {
  const folder = Deno.makeTempDirSync();
  const isolates = new KeptIsolates();
  try {
    await use((now = text, options = OPTIONS) => {
      Deno.writeTextFileSync(`${folder}/agent.ts`, now);
      return isolates.open(readAgentFile(`${folder}/agent.ts`), options);
    });
  } finally {
    isolates.close();
    Deno.removeSync(folder, { recursive: true });
  }
}

/** The module of an agent that answers with an expression, once something was done in its module. */
function answering(expression: string, before = ""): string {
  return `${before}\nexport default { name: "mine", needs: [], decide: () => ${expression} };`;
}

/** What the agent answers when it is asked twice. */
async function answers(isolate: WorkerIsolate): Promise<unknown[]> {
  const entries: unknown[] = [];
  const signal = new AbortController().signal;
  await isolate.run({ times: 2 }, { signal, onEntry: (entry) => void entries.push(entry) });
  return entries;
}

/** The answers of so many runs one after the other, and how many workers they had. */
async function played(text: string, runs: number) {
  const all: unknown[][] = [];
  const workers = new Set<WorkerIsolate>();
  await withIsolates(text, async (open) => {
    for (let run = 0; run < runs; run++) {
      const { isolate, giveBack } = await open();
      workers.add(isolate);
      all.push(await answers(isolate));
      giveBack();
    }
  });
  return { all, workers: workers.size };
}

Deno.test("each run finds its module as new, and from the second on they share a worker", async () => {
  const { all, workers } = await played(answering("++count", "let count = 0;"), 5);
  assert.deepEqual(all, Array.from({ length: 5 }, () => [1, 2]));
  assert.equal(workers, 2);
});

const ENGINE = `import { AGENTS, hold } from ${JSON.stringify(FACE)};\n`;
const LEFT_BEHIND: readonly (readonly [what: string, module: string])[] = [
  ["a property of a prototype", answering("Array.prototype.n = (Array.prototype.n ?? 0) + 1")],
  ["a property of a function", answering("Math.max.n = (Math.max.n ?? 0) + 1")],
  ["a property of ours", answering("hold.n = (hold.n ?? 0) + 1", ENGINE)],
  ["something in a map of ours", answering("AGENTS.set('n', (AGENTS.get('n') ?? 0) + 1).get('n')", ENGINE)],
  ["another method", answering("JSON.n()", "const n = (JSON.n?.() ?? 0); let m = n; JSON.n = () => ++m;")],
  ["another prototype", answering("(class A {}, 1)", "Object.setPrototypeOf(Math, { n: 1 });")],
  ["something frozen", answering("Object.isFrozen(Math) ? 2 : (Object.preventExtensions(Math), 1)")],
];

for (const [what, module] of LEFT_BEHIND) {
  Deno.test(`a worker in which an agent left ${what} is not kept`, async () => {
    const { all, workers } = await played(module, 3);
    assert.deepEqual(all, [all[0], all[0], all[0]]);
    assert.equal(workers, 3);
  });
}

Deno.test("a worker in which an agent left an id with zod is not kept", async () => {
  const module = answering(
    "z.globalRegistry._idmap.size",
    'import { z } from "zod";\nz.string().meta({ id: "mine" });',
  );
  const { all, workers } = await played(module, 3);
  assert.deepEqual([all, workers], [[[1, 1], [1, 1], [1, 1]], 3]);
});

Deno.test("one that names what cannot be looked into has a worker of its own each time", async () => {
  const module = answering("timer === 0 ? 0 : 1", "const timer = setTimeout(() => 0, 0);");
  assert.equal((await played(module, 3)).workers, 3);
});

Deno.test("a text that is changed to one that names more has a worker of its own from then on", async () => {
  await withIsolates(answering("1"), async (open) => {
    const workers = new Set<WorkerIsolate>();
    const more = answering("1", "const timer = setTimeout(() => 0, 0);");
    for (const text of [answering("1"), answering("1"), more, more, more]) {
      const { isolate, giveBack } = await open(text);
      workers.add(isolate);
      giveBack();
    }
    assert.equal(workers.size, 5);
  });
});

Deno.test("a worker is replaced after so many runs, since modules are never freed", async () => {
  const folder = Deno.makeTempDirSync();
  const isolates = new KeptIsolates({ mostRenewals: 2 });
  Deno.writeTextFileSync(`${folder}/agent.ts`, answering("1"));
  const workers: WorkerIsolate[] = [];
  for (let run = 0; run < 5; run++) {
    const { isolate, giveBack } = await isolates.open(readAgentFile(`${folder}/agent.ts`), OPTIONS);
    workers.push(isolate);
    giveBack();
  }
  isolates.close();
  Deno.removeSync(folder, { recursive: true });
  assert.deepEqual(workers.map((one) => workers.indexOf(one)), [0, 1, 1, 1, 4]);
});

Deno.test("another text of the same file is another agent", async () => {
  await withIsolates(answering("1"), async (open) => {
    for (const [text, wanted] of [["1", 1], ["1", 1], ["2", 2], ["1", 1]] as const) {
      const { isolate, giveBack } = await open(answering(text));
      assert.deepEqual(await answers(isolate), [wanted, wanted]);
      giveBack();
    }
  });
});

Deno.test("parameters are each run's own, and what refuses them refuses them in the same words", async () => {
  const module = `import { z } from "zod";\nimport { defineAgent } from ${JSON.stringify(FACE)};
    export default defineAgent({ name: "mine", parameters: z.object({ fast: z.int().default(1) }),
      create: ({ fast }) => ({ needs: [{ interval: "1h", indicators: [], values: 1 }], decide: () => fast }) });`;
  await withIsolates(module, async (open) => {
    const with_ = (value: string) => open(module, { ...OPTIONS, parameters: [{ name: "fast", value }] });
    const refused: string[] = [];
    for (const value of ["3", "4", "x", "x", "5", "6"]) {
      try {
        const { isolate, giveBack } = await with_(value);
        assert.deepEqual(isolate.traits.parameters, { fast: Number(value) });
        assert.deepEqual(await answers(isolate), [Number(value), Number(value)]);
        giveBack();
      } catch (error) {
        refused.push((error as Error).message);
      }
    }
    assert.equal(refused.length, 2);
    assert.equal(refused[0], refused[1]);
    assert.match(refused[0], /fast/);
  });
});

Deno.test("a worker whose run did not come to its end is not kept", async () => {
  const module = answering("fail()", 'const fail = () => { throw new Error("no"); };');
  await withIsolates(module, async (open) => {
    const workers = new Set<WorkerIsolate>();
    for (let run = 0; run < 3; run++) {
      const { isolate, giveBack } = await open();
      workers.add(isolate);
      await assert.rejects(answers(isolate), /no/);
      giveBack();
    }
    assert.equal(workers.size, 3);
  });
});
