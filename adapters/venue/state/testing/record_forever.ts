/**
 * A process that tells the state named by its first argument of action after action until it is killed; it prints how
 * many it has told of.
 * @module
 */
import { openState } from "../venue_state.ts";

const encoder = new TextEncoder();
const [path] = Deno.args;
const address = `0x${"a".repeat(40)}`;
const state = openState(path, {});
for (let nonce = 1;; nonce++) {
  state.record({
    address,
    time: nonce,
    nonce,
    signer: address,
    action: { kind: "schedule-cancel", time: null },
  });
  if (nonce % 500 === 0) Deno.stdout.writeSync(encoder.encode(`${nonce}\n`));
}
