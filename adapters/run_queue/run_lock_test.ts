import { rejects, strictEqual } from "node:assert/strict";
import { QueueError } from "./queue_error.ts";
import { lockAccount, lockRun } from "./run_lock.ts";

const ACCOUNT = { network: "testnet", account: `0x${"a".repeat(40)}` };

Deno.test("lockAccount: one process an account, whatever run; another account is not held up", async () => {
  const root = `${Deno.makeTempDirSync({ prefix: "reprise-lock-" })}/runs`;
  try {
    {
      using _held = await lockAccount(root, ACCOUNT);
      await rejects(
        lockAccount(root, ACCOUNT),
        (error) =>
          error instanceof QueueError &&
          error.message.includes(
            `cannot trade ${ACCOUNT.account} on the testnet: another process (${Deno.pid})`,
          ),
      );
      using _other = await lockAccount(root, { ...ACCOUNT, network: "mainnet" });
      using _run = await lockRun(root);
    }
    using again = await lockAccount(root, ACCOUNT);
    strictEqual(typeof again.release, "function");
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
});
