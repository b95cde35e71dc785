/**
 * The recorder as a process: killed at any moment it goes on where it was, and what it leaves is what one that was left
 * alone leaves.
 * @module
 */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { StubExchanges } from "./stub_exchanges.ts";

const MAIN = new URL("./record_main.ts", import.meta.url).pathname;
const FLAGS = ["--assets", "BTC,ETH", "--from", "2024-01", "--to", "2024-04", "--interval", "1h"];

interface Ended {
  readonly code: number;
  readonly signal: Deno.Signal | null;
  readonly out: string;
  readonly err: string;
}

/** Records into a folder; what ends it is up to whoever is given the process. */
async function record(
  { url }: StubExchanges,
  cwd: string,
  { flags = [], end = () => undefined }: {
    readonly flags?: readonly string[];
    readonly end?: (process: Deno.ChildProcess) => unknown;
  } = {},
): Promise<Ended> {
  const net = `--allow-net=${new URL(url).host}`;
  const args = [
    "run",
    "--no-prompt",
    "--allow-read",
    "--allow-write=.",
    net,
    MAIN,
    "--hyperliquid",
    url,
    "--binance",
    url,
    "--archive",
    `${url}/`,
  ];
  const process = new Deno.Command(Deno.execPath(), {
    args: [...args, ...FLAGS, ...flags],
    cwd,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  end(process);
  const { code, signal, stdout, stderr } = await process.output();
  const text = new TextDecoder();
  return { code, signal, out: text.decode(stdout), err: text.decode(stderr) };
}

/** Ends a process once so many things were asked for. */
function endAfter(
  stub: StubExchanges,
  asked: number,
  signal: Deno.Signal,
): (process: Deno.ChildProcess) => void {
  return (process) => {
    let isOver = false;
    const timer = setInterval(() => {
      if (stub.asked.length < asked) return;
      clearInterval(timer);
      if (!isOver) process.kill(signal);
    }, 3);
    void process.status.then(() => {
      isOver = true;
      clearInterval(timer);
    });
  };
}

function bytesOf(folder: string): Record<string, string> {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) =>
    !name.endsWith(".draft")
  );
  return Object.fromEntries(names.sort().map((name) => [name, Deno.readTextFileSync(`${folder}/${name}`)]));
}

async function withStub(play: (stub: StubExchanges, folder: () => string) => Promise<void>): Promise<void> {
  const stub = new StubExchanges(Date.now());
  const folders: string[] = [];
  const folder = (): string => {
    folders.push(Deno.makeTempDirSync({ prefix: "reprise-record-" }));
    return folders[folders.length - 1];
  };
  try {
    await play(stub, folder);
  } finally {
    await stub.stop();
    for (const path of folders) Deno.removeSync(path, { recursive: true });
  }
}

Deno.test("record: killed again and again, the same files in the end", async () => {
  await withStub(async (stub, folder) => {
    const [alone, killed] = [folder(), folder()];
    strictEqual((await record(stub, alone)).code, 0);
    // Slow enough to be killed on the way, at another place each time.
    stub.instead = () => new Promise((resolve) => setTimeout(resolve, 12, null)) as never;
    let kills = 0;
    for (let ended: Ended | null = null; ended?.code !== 0;) {
      const after = stub.asked.length + 3 + 4 * kills;
      ended = await record(stub, killed, {
        end: endAfter(stub, after, "SIGKILL"),
      });
      if (ended.code !== 0) strictEqual(ended.signal, "SIGKILL", ended.err);
      if (ended.code !== 0) kills++;
    }
    ok(kills >= 3, `killed ${kills} times`);
    const files = bytesOf(`${alone}/.data`);
    strictEqual(Object.keys(files).length, 2 * (4 + 4) + 2);
    deepStrictEqual(bytesOf(`${killed}/.data`), files);
  });
});

Deno.test("record: what it tells, and what to type next", async () => {
  await withStub(async (stub, folder) => {
    const { code, out, err } = await record(stub, folder());
    strictEqual(code, 0, err);
    const [what, counts, empty, next] = out.split("\n");
    strictEqual(what, "BTC, ETH · 1h · 2024-01-01 00:00 to 2024-05-01 00:00");
    strictEqual(counts, "  5,808 candles, 5,808 hours of funding in .data");
    deepStrictEqual([empty, next], ["", "next:  deno task data     deno task backtest --from 2024-01"]);
    const json = await record(stub, folder(), { flags: ["--json", "--data", "mine"] });
    deepStrictEqual(JSON.parse(json.out), {
      ...{ folder: "mine", candles: 5_808, hours: 5_808, gaps: 0, faults: [], withoutMarket: [] },
    });
    strictEqual(json.err, "");
  });
});

Deno.test("record: what could not be had is told, and the code is 1", async () => {
  await withStub(async (stub, folder) => {
    stub.instead = (path) => path.includes("2024-03") ? new Response("", { status: 403 }) : null;
    const { code, out, err } = await record(stub, folder(), { flags: ["--no-progress"] });
    strictEqual(code, 1);
    ok(out.includes("Not all could be had; the same command again goes on from here."));
    ok(/^record: BTC 2024-03: .*: status 403\nrecord: ETH 2024-03: .*: status 403\n$/.test(err), err);
  });
});

Deno.test("record: Ctrl-C ends it between two months", async () => {
  await withStub(async (stub, folder) => {
    stub.instead = () => new Promise((resolve) => setTimeout(resolve, 20, null)) as never;
    const cwd = folder();
    const { code, err } = await record(stub, cwd, {
      end: endAfter(stub, 8, "SIGINT"),
    });
    strictEqual(code, 130, err);
    ok(Object.keys(bytesOf(`${cwd}/.data`)).length < 18);
  });
});

Deno.test("record: a folder that cannot be written is told", async () => {
  await withStub(async (stub, folder) => {
    const cwd = folder();
    Deno.writeTextFileSync(`${cwd}/taken`, "");
    const { code, err } = await record(stub, cwd, { flags: ["--data", "taken", "--no-progress"] });
    strictEqual(code, 1);
    ok(/^record: cannot write to the folder "taken": /.test(err), err);
  });
});
