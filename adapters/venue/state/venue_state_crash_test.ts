import { ok, strictEqual } from "node:assert/strict";
import { openState } from "./venue_state.ts";

const TELLER = new URL("./testing/record_forever.ts", import.meta.url).pathname;

/** Starts a process that tells a state of actions, kills it a while after its first word, and gives how many it told of. */
async function killedTeller(folder: string, path: string): Promise<number> {
  const args = ["run", "--no-prompt", `--allow-read=${folder}`, `--allow-write=${folder}`, TELLER, path];
  await using teller = new Deno.Command(Deno.execPath(), { args, stdout: "piped" }).spawn();
  let said = "";
  for await (const text of teller.stdout.pipeThrough(new TextDecoderStream())) {
    if (said === "") setTimeout(() => teller.kill("SIGKILL"), 50);
    said += text;
  }
  return Number(said.trimEnd().split("\n").at(-1));
}

Deno.test("kill -9: every action that was told is there again, in order, and the state goes on", async () => {
  const folder = Deno.makeTempDirSync();
  const path = `${folder}/accounts.jsonl`;
  const told = await killedTeller(folder, path);
  ok(told > 0);
  for (let start = 0; start < 2; start++) {
    const state = openState(path, {});
    let last = 0;
    await state.replay({
      until: Infinity,
      moveTo: () => Promise.resolve(),
      open: () => Promise.resolve(),
      perform: ({ nonce }) => Promise.resolve(void strictEqual(nonce, ++last)),
      standings: () => Promise.resolve({}),
    });
    ok(last >= told + start, `${last} of ${told} are there`);
    const address = `0x${"a".repeat(40)}`;
    state.record({ address, time: last + 1, nonce: last + 1, signer: address, action: { kind: "nothing" } });
    await state.close(null);
  }
  Deno.removeSync(folder, { recursive: true });
});
