import assert from "node:assert/strict";
import { AgentError } from "../../engine/mod.ts";
import { readAgentFile } from "./agent_file.ts";
import { type IsolateOptions, WorkerIsolate } from "./worker_isolate.ts";

const OPTIONS: IsolateOptions = {
  parameters: [],
  harness: import.meta.resolve("./testing/harness.ts"),
};

/** Opens an isolate with a module of this text, does something with it, and takes both away. */
async function withAgent<Result>(
  text: string,
  use: (isolate: WorkerIsolate) => Promise<Result>,
  options: Partial<IsolateOptions> = {},
): Promise<Result> {
  const folder = Deno.makeTempDirSync();
  try {
    Deno.writeTextFileSync(`${folder}/agent.ts`, text);
    const isolate = await WorkerIsolate.open(readAgentFile(`${folder}/agent.ts`), { ...OPTIONS, ...options });
    try {
      return await use(isolate);
    } finally {
      isolate.close();
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** The module of an agent that answers with what an expression gives, or the error's message. */
function answering(expression: string, before = ""): string {
  return `${before}
    const answer = () => { try { return ${expression}; } catch (error) { return "thrown: " + error.message; } };
    export default { name: "mine", needs: [], decide: answer };`;
}

async function answers(isolate: WorkerIsolate, times: number): Promise<unknown[]> {
  const entries: unknown[] = [];
  const signal = new AbortController().signal;
  const result = await isolate.run({ times }, { signal, onEntry: (entry) => entries.push(entry) });
  assert.deepEqual(result, { name: "mine", count: times });
  return entries;
}

Deno.test("entries come in order, all before the result, job after job", async () => {
  await withAgent(answering("++count", "let count = 0;"), async (isolate) => {
    assert.deepEqual(await answers(isolate, 150), Array.from({ length: 150 }, (_, index) => index + 1));
    assert.deepEqual(await answers(isolate, 2), [151, 152]);
  });
});

const DOORS: readonly (readonly [what: string, expression: string])[] = [
  ["read a file", 'Deno.readTextFileSync("/etc/hostname")'],
  ["write a file", 'Deno.writeTextFileSync("reprise-was-here", "")'],
  ["look at the environment", 'Deno.env.get("HOME")'],
  ["start a program", 'new Deno.Command("true").outputSync()'],
  ["reach the network", "Deno.listen({ port: 0 })"],
  ["ask for a permission", 'Deno.permissions.requestSync({ name: "read" }).state === "granted" || null.x'],
  ["end the program", "Deno.exit(7)"],
];

for (const [what, expression] of DOORS) {
  Deno.test(`an agent cannot ${what}: neither when it decides nor in the first line of its module`, async () => {
    const early =
      `let early; try { early = ${expression}; } catch (error) { early = "thrown: " + error.message; }`;
    const seen = await withAgent(answering(expression), (isolate) => answers(isolate, 1));
    assert.match(String(seen[0]), /^thrown: /);
    const atLoad = await withAgent(answering("early", early), (isolate) => answers(isolate, 1));
    assert.match(String(atLoad[0]), /^thrown: /);
    assert.equal(Deno.permissions.querySync({ name: "read" }).state, "granted", "only its own are gone");
  });
}

Deno.test("a module that is fetched when the agent runs cannot be fetched", async () => {
  const late = answering(
    "import(String(new URL('./agent.ts?again', import.meta.url))).catch((e) => 'no: ' + e.message)",
  );
  const [answer] = await withAgent(late, (isolate) => answers(isolate, 1));
  assert.match(String(answer), /^no: .*read access/);
});

Deno.test("each isolate has a module of its own", async () => {
  const text = answering("++count", "let count = 0;");
  for (let run = 0; run < 2; run++) {
    assert.deepEqual(await withAgent(text, (isolate) => answers(isolate, 2)), [1, 2]);
  }
});

const AMBIENT = [
  "Date.now()",
  "new Date().getTime()",
  "Date()",
  "performance.now()",
  "Math.random()",
  "crypto.randomUUID()",
  "crypto.getRandomValues(new Uint32Array(1))[0]",
  "Temporal.Now.instant().epochMilliseconds",
  "Temporal.Now.plainDateTimeISO().toString()",
];

for (const expression of AMBIENT) {
  Deno.test(`foreign surroundings: ${expression} is another one by each seed, and the same by the same`, async () => {
    const draws = (surroundings: number) =>
      withAgent(answering(expression), (isolate) => answers(isolate, 3), { surroundings });
    const [one, two, again] = [await draws(1), await draws(2), await draws(1)];
    assert.doesNotMatch(String(one[0]), /thrown/);
    assert.deepEqual(again, one);
    for (const [index, draw] of one.entries()) assert.notDeepEqual(draw, two[index]);
    assert.equal(new Set(one).size, 3, "it goes on");
  });
}

Deno.test("a date that is given is that date in foreign surroundings too", async () => {
  const text = answering('[new Date(5).getTime(), new Date("2024-01-02").toISOString(), Date.UTC(2024, 0)]');
  const [answer] = await withAgent(text, (isolate) => answers(isolate, 1), { surroundings: 3 });
  assert.deepEqual(answer, [5, "2024-01-02T00:00:00.000Z", Date.UTC(2024, 0)]);
});

Deno.test("a stop ends a run that has no end; the isolate serves on", async () => {
  await withAgent(answering("1"), async (isolate) => {
    const stop = new AbortController();
    let seen = 0;
    const onEntry = (): void => {
      if (++seen === 200) stop.abort();
    };
    const result = await isolate.run({ times: null }, { signal: stop.signal, onEntry });
    assert.ok((result as { count: number }).count >= 200);
    assert.deepEqual(await answers(isolate, 1), [1]);
  });
});

Deno.test("a run that is stopped before it begins ends by itself", async () => {
  await withAgent(answering("1"), async (isolate) => {
    const result = await isolate.run({ times: null }, {
      signal: AbortSignal.abort(),
      onEntry: () => undefined,
    });
    assert.equal((result as { name: string }).name, "mine");
    assert.deepEqual(await answers(isolate, 1), [1]);
  });
});

Deno.test("what cannot be kept ends the run with that error", async () => {
  const full = new Error("the disk is full");
  const onEntry = (): never => {
    throw full;
  };
  await assert.rejects(
    withAgent(
      answering("1"),
      (isolate) => isolate.run({ times: null }, { signal: new AbortController().signal, onEntry }),
    ),
    full,
  );
});

const UNLOADABLE: readonly (readonly [text: string, message: RegExp])[] = [
  ["export default {", /cannot be loaded: .*Expected/],
  ['throw new Error("boom\\nmore")', /cannot be loaded: boom$/],
  ['import "./not-there.ts"', /cannot be loaded: Module not found "file:.*not-there\.ts"\.$/],
  [
    'Deno.readTextFileSync("data.csv")',
    /cannot be loaded: Requires read access to ".*", which an agent has not$/,
  ],
  ["export const name = 1", /cannot be used: it has no default export; wanted an agent$/],
  ['export default { name: "a", needs: [] }', /cannot be used: its default export is no agent/],
  ['export default { name: "a", create() { throw new Error("no\\nway") } }', /cannot be used: no$/],
];

for (const [text, message] of UNLOADABLE) {
  Deno.test(`one line for the module ${text.slice(0, 60)}`, async () => {
    await assert.rejects(withAgent(text, () => Promise.resolve()), (error) => {
      assert.ok(error instanceof AgentError && !error.usage);
      assert.match(error.message, /^the agent \S+agent\.ts /);
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("what fails outside decide ends the run with one line", async () => {
  const text = answering('Promise.reject(new Error("late")) && 1');
  await assert.rejects(
    withAgent(
      text,
      (isolate) =>
        isolate.run({ times: null }, { signal: new AbortController().signal, onEntry: () => undefined }),
    ),
    /^AgentError: the agent \S+ failed outside decide: late$/,
  );
});

Deno.test("what is thrown outside decide is the last of the agent, in the same words", async () => {
  const text = answering('setTimeout(() => { throw new Error("late\\nat once"); }, 0) && 1');
  await withAgent(text, async (isolate) => {
    const watch = { signal: new AbortController().signal, onEntry: () => undefined };
    for (const _again of [1, 2]) {
      await assert.rejects(
        isolate.run({ times: null }, watch),
        /^AgentError: the agent \S+ failed outside decide: late$/,
      );
    }
  });
});

Deno.test("a file that is not there: how to get one", () => {
  assert.throws(() => readAgentFile("./nowhere.ts"), {
    message:
      'no file "./nowhere.ts"; wanted the module of an agent (deno task new-agent ./nowhere.ts writes one to begin with)',
  });
});

const ASKING =
  `export default { name: "mine", needs: [], decide: async (_, ask) => await ask("a") + await ask("b") };`;
const ASKS: Partial<IsolateOptions> = { harness: import.meta.resolve("./testing/asking_harness.ts") };
const heard = { signal: new AbortController().signal, onEntry: () => undefined };

Deno.test("what a job asks on the way is answered by whoever gave it; what cannot be is told as it failed", async () => {
  await withAgent(ASKING, async (isolate) => {
    const onAsk = (question: unknown) => Promise.resolve(`${question}!`);
    assert.equal(await isolate.run({}, { ...heard, onAsk }), "a!b!");
    const refuse = (question: unknown) => Promise.reject(new Error(`no ${question}`));
    await assert.rejects(isolate.run({}, { ...heard, onAsk: refuse }), /^Error: no a$/);
    await assert.rejects(isolate.run({}, heard), /nobody answers questions of this job/);
  }, ASKS);
});

Deno.test("a job beyond its limit ends the isolate, and every later job is told why", async () => {
  await withAgent(ASKING, async (isolate) => {
    const onAsk = () => new Promise<never>(() => undefined);
    const late = /the agent \S+agent\.ts did not come to the end of its cycle within 0\.05 s/;
    await assert.rejects(isolate.run({}, { ...heard, onAsk, limitMs: 50 }), late);
    await assert.rejects(isolate.run({}, { ...heard, onAsk: () => Promise.resolve(1) }), late);
  }, ASKS);
});
