import assert from "node:assert/strict";
import { belowFloor, parseLcov, tableOf } from "./lcov.ts";

const LCOV = `SF:/p/engine/a.ts
DA:1,3
DA:2,0
LF:2
LH:1
end_of_record
SF:file:///p/backtest/b.ts
DA:1,1
end_of_record
SF:/p/engine/a.ts
DA:1,0
DA:2,0
DA:9,2
end_of_record
`;
const FILES = parseLcov(LCOV, "/p/");

Deno.test("parseLcov: records of one file are joined line by line", () => {
  assert.deepEqual(FILES, [{ path: "engine/a.ts", found: 3, hit: 2 }, {
    path: "backtest/b.ts",
    found: 1,
    hit: 1,
  }]);
});

Deno.test("belowFloor: names the room, its share and the floor", () => {
  const failures = belowFloor({ rooms: ["engine", "backtest"], floor: 0.9 }, FILES);
  assert.deepEqual(failures, [
    "coverage: the tests run 66.6 % of the lines of engine/, at least 90.0 % wanted",
  ]);
  assert.deepEqual(belowFloor({ rooms: ["engine"], floor: 0.5 }, FILES), []);
});

Deno.test("belowFloor: a room without a measured line is no success", () => {
  assert.deepEqual(belowFloor({ rooms: ["engine"], floor: 0.9 }, []), [
    "coverage: no line of engine/ was measured",
  ]);
});

Deno.test("tableOf: rooms first, then the worst files", () => {
  const paths = tableOf(["engine", "backtest"], FILES).split("\n").slice(1).map((row) =>
    row.split(/\s+/).at(-1)
  );
  assert.deepEqual(paths, ["engine/", "backtest/", "engine/a.ts"]);
});
