import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { allowWrite, writtenBy } from "./write_permission.ts";

Deno.test("the permission to write names each path once, a comma in a name stands twice", () => {
  strictEqual(allowWrite(["runs", "a,b", ".cassettes"]), "--allow-write=runs,a,,b,.cassettes");
});

Deno.test("what is written is what the permissions say", () => {
  const paths = ["runs", "a,b", ".cassettes"];
  deepStrictEqual(writtenBy(["--no-prompt", allowWrite(paths)]), paths);
  deepStrictEqual(writtenBy(["--allow-read"]), []);
});
