import assert from "node:assert/strict";

const SCRIPT = new URL("./testing/print_lines.ts", import.meta.url).pathname;

/** Runs the script with its output piped through a shell command. */
async function piped(through: string): Promise<{ out: string; note: string; code: number }> {
  const script = `"${Deno.execPath()}" run --no-prompt "${SCRIPT}" | ${through}; exit \${PIPESTATUS[0]}`;
  const { code, stdout, stderr } = await new Deno.Command("bash", { args: ["-c", script], stdin: "null" })
    .output();
  const text = new TextDecoder();
  return { out: text.decode(stdout), note: text.decode(stderr), code };
}

const PLAIN = { redraws: false, colour: false, columns: null };

Deno.test("a piped process has no colour, no width and no redrawing, and writes results whole", async () => {
  const { out, note, code } = await piped("cat");
  assert.equal(code, 0);
  assert.equal(
    out.length,
    Array.from({ length: 20_000 }, (_, line) => `line ${line} `.length + 61).reduce((a, b) => a + b),
  );
  assert.ok(out.endsWith(`line 19999 ${"x".repeat(60)}\n`));
  assert.deepEqual(JSON.parse(note), PLAIN);
});

Deno.test("a reader that goes away ends nothing: no complaint, no bad exit", async () => {
  const { out, note, code } = await piped("head -1");
  assert.equal(code, 0);
  assert.equal(out, `line 0 ${"x".repeat(60)}\n`);
  assert.deepEqual(JSON.parse(note), PLAIN);
});
