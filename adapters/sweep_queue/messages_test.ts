import { deepStrictEqual, throws } from "node:assert/strict";
import { type JobMessage, pack, unpackJob } from "./messages.ts";

const SHA256 = "a".repeat(64);

function job(path: string): JobMessage {
  return {
    ...{ familyId: "f-00000001", job: 0, play: { options: {} }, market: [], files: [], cassettes: null },
    ...{ modules: [{ path, sha256: SHA256 }], withDiary: false },
  };
}

Deno.test("a run is unpacked as it was packed", () => {
  for (const path of ["helper.ts", "parts/a.b.ts", "parts/..a/b.ts", "a b.ts"]) {
    deepStrictEqual(unpackJob(pack(job(path))), job(path));
  }
});

Deno.test("a file that would be written outside a worker's folder is refused", () => {
  for (const path of ["../a.ts", "/etc/a.ts", "parts/../../a.ts", "parts/..", "..\\a.ts", "c:\\a.ts", ""]) {
    throws(() => unpackJob(pack(job(path))), /modules/, path);
  }
});
