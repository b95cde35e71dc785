import { deepStrictEqual } from "node:assert/strict";
import { onlyKilled } from "./only_killed.ts";

Deno.test("only killed: what the tests noticed stays, what lived or ran out of time is forgotten", () => {
  const [killed, survived, timedOut] = ["Killed", "Survived", "Timeout"].map((status) => ({ status }));
  const report = {
    schemaVersion: "1",
    files: {
      "a.ts": { source: "a", mutants: [killed, survived, timedOut] },
      "b.ts": { mutants: [survived] },
    },
  };
  deepStrictEqual(onlyKilled(report), {
    schemaVersion: "1",
    files: { "a.ts": { source: "a", mutants: [killed] }, "b.ts": { mutants: [] } },
  });
});
