/** What each task may do: a task that is given more than it uses, or is new and unjudged, fails here. */

import assert from "node:assert/strict";
import { ROOT } from "./workplace.ts";

const TASKS: Record<string, { readonly command: string }> = JSON.parse(
  Deno.readTextFileSync(`${ROOT}deno.json`),
).tasks;
const FIRST_PROCESS = "deno run --no-prompt --allow-read --allow-env --allow-run adapters/settings/launch.ts";
/** What needs a host or a variable: a first process gives each start its own permissions. */
const LAUNCHED = [
  ..."backtest dashboard do live noise paper probe-memory".split(" "),
  ..."record replay sweep testnet-check venue watch worker".split(" "),
];
/** What reads, and writes a file where it is told to at most: no network, no variable, no other program. */
const READING: Readonly<Record<string, string>> = {
  "cassette": "--allow-write=. ",
  "check-agent": "--allow-write=.cache ",
  "compare": "--allow-write=. ",
  "data": "--allow-write=.cache ",
  "explain": "--allow-write=.cache ",
  "export": "--allow-write=. ",
  "new-agent": "--allow-write=. ",
  "report": "--allow-write=. ",
  "runs": "",
  "verify": "",
};
/** What is typed by those who work on the program. */
const WORKING = [
  ..."bench bench-parts browser check client clients demo faults fidelity".split(" "),
  ..."fixtures golden intervals kills laws mutate parity queue screenshots scripted-model soak test".split(
    " ",
  ),
];

Deno.test("each task of a user has the permissions that were judged, and no task is unjudged", () => {
  const judged = [...LAUNCHED, ...Object.keys(READING), ...WORKING];
  assert.deepEqual(Object.keys(TASKS).sort(), judged.sort());
  for (const name of LAUNCHED) assert.equal(TASKS[name].command, `${FIRST_PROCESS} ${name}`);
  for (const [name, written] of Object.entries(READING)) {
    assert.equal(TASKS[name].command, `deno run --no-prompt --allow-read ${written}main.ts ${name}`);
  }
});

Deno.test("a test command says its options before its folders: deno hears none that come after", () => {
  const commands = Object.values(TASKS).flatMap(({ command }) => command.split(" && "));
  const late = commands.filter((command) => /^deno test\b.* [^-\s]\S*\/\S* (?!-- )-/.test(command));
  assert.deepEqual(late, []);
});

Deno.test("the first process, which may read every variable and start programs, runs no code of others", async () => {
  const args = ["info", "--json", `${ROOT}adapters/settings/launch.ts`];
  const { stdout } = await new Deno.Command(Deno.execPath(), { args, cwd: ROOT }).output();
  const { modules } = JSON.parse(new TextDecoder().decode(stdout));
  const own = `file://${ROOT}adapters/settings/`;
  const found = (modules as { readonly specifier: string }[]).map(({ specifier }) => specifier);
  assert.ok(found.length > 10, "its modules are listed");
  assert.deepEqual(found.filter((one) => !one.startsWith(own) && !one.startsWith("node:")), []);
});
