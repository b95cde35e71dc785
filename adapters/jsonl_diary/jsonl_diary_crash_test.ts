import { match, ok, strictEqual } from "node:assert/strict";
import { JsonlDiary } from "./jsonl_diary.ts";
import { readDiary } from "./read_diary.ts";
import { inTempDir } from "./testing/samples.ts";

const WRITER = new URL("./testing/append_forever.ts", import.meta.url).pathname;
const isUnix = Deno.build.os !== "windows";

function writerArgs(folder: string): string[] {
  return ["run", "--no-prompt", `--allow-read=${folder}`, `--allow-write=${folder}`, WRITER];
}

/** Starts a process that appends, kills it a while after its first commit, and gives the lines it had committed. */
async function killedWriter(folder: string, mode: string, afterMs: number): Promise<number> {
  const args = [...writerArgs(folder), `${folder}/diary.jsonl`, mode];
  await using writer = new Deno.Command(Deno.execPath(), { args, stdout: "piped" }).spawn();
  let said = "";
  for await (const text of writer.stdout.pipeThrough(new TextDecoderStream())) {
    if (said === "") setTimeout(() => writer.kill("SIGKILL"), afterMs);
    said += text;
  }
  strictEqual((await writer.status).signal, isUnix ? "SIGKILL" : null);
  return Number(said.trimEnd().split("\n").at(-1));
}

for (const [mode, afterMs] of [["quick", 1], ["quick", 60], ["durable", 120]] as const) {
  Deno.test(`kill -9 after ${afterMs} ms (${mode}): what was committed is there, the rest is whole or set aside`, () =>
    inTempDir(async (folder) => {
      const committed = await killedWriter(folder, mode, afterMs);
      const path = `${folder}/diary.jsonl`;
      const { lines, tornTail } = readDiary(path);
      ok(committed > 0 && lines.length >= committed, `${lines.length} lines, ${committed} committed`);
      const diary = JsonlDiary.resume(path, { durable: false });
      strictEqual(diary.end.seq, lines.length);
      strictEqual(diary.tornTail?.bytes, tornTail?.bytes);
      await diary.close();
      strictEqual(readDiary(path).tornTail, null);
    }));
}

Deno.test({
  name: "a file that the system lets grow no further: one line, whole lines stay",
  ignore: !isUnix,
  fn: () =>
    inTempDir(async (folder) => {
      // The limit of a file's size cuts a write short just as a full disk does, and needs no disk to fill.
      const script = "trap '' XFSZ; ulimit -f 999; exec \"$@\"";
      const args = [
        "-c",
        script,
        "sh",
        Deno.execPath(),
        ...writerArgs(folder),
        `${folder}/diary.jsonl`,
        "quick",
      ];
      const { stdout } = await new Deno.Command("sh", { args }).output();
      const said = JSON.parse(new TextDecoder().decode(stdout).trimEnd().split("\n").at(-1) ?? "");
      match(
        said.message,
        /^cannot write the diary .*: File too large; wanted \d+ bytes more, its first \d+ lines/,
      );
      const { lines, tornTail, end } = readDiary(`${folder}/diary.jsonl`);
      strictEqual(tornTail, null);
      ok(lines.length > 100);
      strictEqual(said.lines, end.lines);
      strictEqual(said.lastHash, end.lastHash);
    }),
});
