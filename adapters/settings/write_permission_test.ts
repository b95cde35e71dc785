import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { SettingsError } from "./settings_error.ts";
import { allowWrite, writtenBy } from "./write_permission.ts";

Deno.test("the permission to write names each path once", () => {
  strictEqual(allowWrite(["runs", "a b", ".cassettes"]), "--allow-write=runs,a b,.cassettes");
});

Deno.test("a path with a comma is refused by name", () => {
  throws(
    () => allowWrite(["runs", "a,b"]),
    new SettingsError(
      'the path "a,b" has a comma, and Deno cannot permit such a one alone; wanted a name without',
      { usage: true },
    ),
  );
});

Deno.test("what is written is what the permissions say", () => {
  const paths = ["runs", "a b", ".cassettes"];
  deepStrictEqual(writtenBy(["--no-prompt", allowWrite(paths)]), paths);
  deepStrictEqual(writtenBy(["--allow-read"]), []);
});
