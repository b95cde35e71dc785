import { deepStrictEqual, match, ok, rejects, strictEqual, throws } from "node:assert/strict";
import type { Command, CommandOutcome } from "../../engine/mod.ts";
import { commandsContract } from "../../engine/ports/commands_contract.ts";
import { isRunning, lockRun } from "./run_lock.ts";
import { RunQueue } from "./run_queue.ts";
import { sendCommand } from "./send_command.ts";

const OUTCOME: CommandOutcome = { done: true, lines: ["paused"] };
const WAIT_MS = 10_000;

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/** A run's folder with its lock held and its queue open. */
interface Place {
  readonly folder: string;
  readonly queue: RunQueue;
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = Deno.makeTempDirSync({ prefix: "reprise-queue-" });
  try {
    await use(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

async function running(use: (place: Place) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    const lock = await lockRun(folder);
    const queue = new RunQueue(folder, 5);
    try {
      await use({ folder, queue });
    } finally {
      queue.close();
      lock.release();
    }
  });
}

function files(folder: string): string[] {
  return [...Deno.readDirSync(`${folder}/commands`)].map(({ name }) => name).sort();
}

/** Waits until a command waits, and takes what there is. */
async function next(queue: RunQueue): Promise<readonly Command[]> {
  for (let tries = 0; tries < 400 && !queue.waiting().aborted; tries++) await pause(5);
  ok(queue.waiting().aborted, "nothing came");
  return await queue.take();
}

commandsContract("run queue", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "reprise-queue-" });
  const lock = await lockRun(folder);
  const queue = new RunQueue(folder, 2);
  const sent: Promise<CommandOutcome>[] = [];
  const heard: CommandOutcome[] = [];
  return {
    commands: queue,
    give: async (command) => {
      const place = sent.length;
      const answered = sendCommand(folder, command, WAIT_MS);
      sent.push(answered);
      answered.then((outcome) => heard[place] = outcome, () => undefined);
      for (let tries = 0; tries < 400 && !queue.waiting().aborted; tries++) await pause(2);
    },
    heard: async () => {
      for (let tries = 0; tries < 100; tries++) if (heard.filter(() => true).length < 2) await pause(10);
      return heard.filter(() => true);
    },
    dispose: async () => {
      queue.close();
      lock.release();
      await Promise.allSettled(sent);
      Deno.removeSync(folder, { recursive: true });
    },
  };
});

Deno.test("run queue: a command goes in, its outcome comes back, and no file stays", () =>
  running(async ({ folder, queue }) => {
    const began = performance.now();
    const answered = sendCommand(folder, { do: "close", asset: "BTC" }, WAIT_MS);
    const [command] = await next(queue);
    deepStrictEqual(command, { do: "close", asset: "BTC" });
    queue.answer(command, OUTCOME);
    deepStrictEqual(await answered, OUTCOME);
    deepStrictEqual(files(folder), []);
    ok(performance.now() - began < 1000, "within a second");
  }));

Deno.test(
  "run queue: folder and files are the owner's alone",
  { ignore: Deno.build.os === "windows" },
  () =>
    running(async ({ folder, queue }) => {
      const answered = sendCommand(folder, { do: "pause" }, WAIT_MS);
      const [name] = files(folder);
      strictEqual(Deno.statSync(`${folder}/commands`).mode! & 0o777, 0o700);
      strictEqual(Deno.statSync(`${folder}/commands/${name}`).mode! & 0o777, 0o600);
      queue.answer((await next(queue))[0], OUTCOME);
      const answer = files(folder).find((one) => one.endsWith(".answer.json"));
      if (answer !== undefined) {
        strictEqual(Deno.statSync(`${folder}/commands/${answer}`).mode! & 0o777, 0o600);
      }
      await answered;
    }),
);

Deno.test("run queue: a folder that others could read is closed to them; a link is refused", async () => {
  if (Deno.build.os === "windows") return;
  await inFolder((folder) => {
    Deno.mkdirSync(`${folder}/commands`, { mode: 0o755 });
    new RunQueue(folder).close();
    strictEqual(Deno.statSync(`${folder}/commands`).mode! & 0o777, 0o700);
    Deno.removeSync(`${folder}/commands`);
    Deno.mkdirSync(`${folder}/elsewhere`);
    Deno.symlinkSync(`${folder}/elsewhere`, `${folder}/commands`);
    throws(() => new RunQueue(folder), /it is no folder; wanted a folder of this user alone/);
    return Promise.resolve();
  });
});

Deno.test("run queue: two writers at once are both answered, each with its own", () =>
  running(async ({ folder, queue }) => {
    const assets = Array.from({ length: 20 }, (_, index) => `A${index}`);
    const sent = assets.map((asset) => sendCommand(folder, { do: "close", asset }, WAIT_MS));
    const taken: Command[] = [];
    while (taken.length < assets.length) taken.push(...await next(queue));
    for (const command of taken.toReversed()) {
      queue.answer(command, { done: true, lines: [command.do === "close" ? command.asset : ""] });
    }
    deepStrictEqual((await Promise.all(sent)).flatMap(({ lines }) => lines), assets);
  }));

Deno.test("run queue: a torn or foreign file is answered as damaged and hinders no other", () =>
  running(async ({ folder, queue }) => {
    const contents = ['{"do":"pau', '{"do":"sell"}', '{"do":"close"}', '{"do":"pause","now":true}', ""];
    contents.forEach((text, index) =>
      Deno.writeTextFileSync(`${folder}/commands/00000000000000${index}-x.command.json`, text)
    );
    Deno.writeTextFileSync(`${folder}/commands/half.command.json.77.tmp`, '{"do":"stop"}');
    deepStrictEqual(await next(queue), []);
    const answers = files(folder).filter((name) => name.endsWith(".answer.json"));
    strictEqual(answers.length, contents.length);
    for (const name of answers) {
      const { done, lines } = JSON.parse(Deno.readTextFileSync(`${folder}/commands/${name}`));
      strictEqual(done, false);
      match(lines[0], /is damaged/);
    }
    const answered = sendCommand(folder, { do: "pause" }, WAIT_MS);
    queue.answer((await next(queue))[0], OUTCOME);
    await answered;
  }));

Deno.test("run queue: a run that does not run is told so, and nothing is left for it", () =>
  inFolder(async (folder) => {
    await rejects(sendCommand(folder, { do: "stop" }, WAIT_MS), /no process runs .* nothing was left behind/);
    const lock = await lockRun(folder);
    lock.release();
    await rejects(sendCommand(folder, { do: "stop" }, WAIT_MS), /no process runs/);
    deepStrictEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["run.lock"]);
  }));

Deno.test("run queue: what is not taken in time is withdrawn; what is taken and not answered is told apart", () =>
  running(async ({ folder, queue }) => {
    await rejects(sendCommand(folder, { do: "stop" }, 60), /did not take it within 0.06 s; it was withdrawn/);
    deepStrictEqual(await queue.take(), []);
    const unanswered = sendCommand(folder, { do: "pause" }, 300);
    const [command] = await next(queue);
    await rejects(unanswered, /took it and gave no answer within 0.3 s/);
    queue.answer(command, OUTCOME);
  }));

Deno.test("run queue: a run that ends meanwhile is noticed at once", () =>
  inFolder(async (folder) => {
    const lock = await lockRun(folder);
    const queue = new RunQueue(folder, 5);
    const sent = sendCommand(folder, { do: "pause" }, WAIT_MS);
    queue.close();
    lock.release();
    await rejects(sent, /did not take it before it ended; it was withdrawn/);
  }));

Deno.test("run queue: what an ended run left is answered at the next start, and not carried out", () =>
  inFolder(async (folder) => {
    const before = new RunQueue(folder, 5);
    const name = (index: number, ending: string) =>
      `${folder}/commands/00000000000000${index}-x.${ending}.json`;
    Deno.writeTextFileSync(name(1, "command"), '{"do":"pause"}');
    await next(before);
    before.close();
    Deno.writeTextFileSync(name(2, "command"), '{"do":"stop"}');
    const queue = new RunQueue(folder, 5);
    try {
      deepStrictEqual(await queue.take(), []);
      const lines = [1, 2].map((index) => JSON.parse(Deno.readTextFileSync(name(index, "answer"))).lines[0]);
      match(lines[0], /ended while it was being carried out/);
      match(lines[1], /given before the run was started again/);
      strictEqual(files(folder).length, 2);
    } finally {
      queue.close();
    }
  }));

Deno.test("run lock: one process a folder; it is free once it is let go of, and when asked about", () =>
  inFolder(async (folder) => {
    strictEqual(isRunning(folder), false);
    const lock = await lockRun(folder);
    strictEqual(isRunning(folder), true);
    await rejects(lockRun(folder), new RegExp(`another process \\(${Deno.pid}\\) runs it`));
    lock.release();
    strictEqual(isRunning(folder), false);
    (await lockRun(folder)).release();
  }));

Deno.test("run lock: a process that is killed lets go of it", () =>
  inFolder(async (folder) => {
    const code = `const { lockRun } = await import("${import.meta.resolve("./run_lock.ts")}");` +
      `await lockRun("${folder}"); console.log("held"); setInterval(() => {}, 1000);`;
    const args = ["run", "-A", "--no-prompt", "--ext=ts", "-"];
    const child = new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped" }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(code));
    await writer.close();
    const reader = child.stdout.getReader();
    await reader.read();
    strictEqual(isRunning(folder), true);
    child.kill("SIGKILL");
    await child.status;
    await reader.cancel();
    strictEqual(isRunning(folder), false);
  }));
