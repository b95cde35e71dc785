/**
 * The imports table of the architecture page as data, and the judgement of one import by it.
 * @module
 */

import { isRelative, isTestCode, isTestHelper, resolveImport, roomOf } from "./paths.ts";

/** What one room may import beside its own files: rooms, or single files, and libraries by name. */
interface Row {
  /** Rooms whose every file may be imported. */
  readonly rooms: readonly string[];
  /** Single files of other rooms. */
  readonly files: readonly string[];
  /** Libraries by package name; "*" stands for every library and every built-in module. */
  readonly libraries: readonly string[];
}

const ENGINE_ROOMS = ["model", "ports", "indicators", "risk", "agents", "steps"].map((room) =>
  `engine/${room}`
);
const FACE = "engine/mod.ts";

/** The rooms of the engine: row by row the table of the architecture page. */
const ENGINE_TABLE: Readonly<Record<string, Row>> = {
  "engine/model": engineRow("model"),
  "engine/ports": engineRow("ports model"),
  "engine/risk": engineRow("risk model"),
  "engine/indicators": engineRow("indicators model", ["trading-signals"]),
  "engine/agents": engineRow("agents model ports indicators"),
  // A step never imports another step, so its own room is not in its row.
  "engine/steps": engineRow("model ports indicators risk agents"),
  "engine": { rooms: ["engine", ...ENGINE_ROOMS], files: [], libraries: ["zod"] },
};

/** The one built-in module the engine has, in the one file that hashes. */
const HASH_FILE = "engine/model/hash.ts";
const HASH_LIBRARY = "node:crypto";

/** Libraries that test code has everywhere. */
const TEST_LIBRARIES = ["node:assert/strict", "fast-check", "trading-signals"];

const EVERYTHING: Row = { rooms: ["*"], files: [], libraries: ["*"] };

/** Says why a file may not import a specifier, or null where it may. */
export function judgeImport(from: string, specifier: string): string | null {
  const row = rowOf(from);
  if (row.rooms.includes("*")) return null;
  return isRelative(specifier) ? judgeFile(from, specifier, row) : judgeLibrary(from, specifier, row);
}

/** Whether an import that is no literal, and so cannot be judged, is refused in this file. */
export function mustBeLiteral(from: string): boolean {
  return !isTestCode(from) && !rowOf(from).libraries.includes("*");
}

function engineRow(rooms: string, libraries: readonly string[] = []): Row {
  return {
    rooms: rooms.split(" ").map((room) => `engine/${room}`),
    files: [],
    libraries: ["zod", ...libraries],
  };
}

function rowOf(path: string): Row {
  const room = roomOf(path);
  if (room.startsWith("adapters/")) return { rooms: [room], files: [FACE], libraries: ["*"] };
  if (room === "backtest") return { rooms: ["backtest"], files: [FACE], libraries: [] };
  if (!path.startsWith("engine/")) return EVERYTHING;
  // A folder of the engine that the table does not know may import the nouns only.
  return ENGINE_TABLE[room] ?? (room === "engine/testing" ? ENGINE_TABLE["engine"] : engineRow("model"));
}

function judgeFile(from: string, specifier: string, row: Row): string | null {
  const target = resolveImport(from, specifier);
  if (target === null) return `${from} may not import "${specifier}": it leaves the project`;
  if (isTestHelper(target) && !isTestCode(from)) {
    return `${from} may not import "${specifier}": ${target} is for tests only`;
  }
  if (isTestCode(from) && isOpenToTests(from, target)) return null;
  if (row.files.includes(target) || row.rooms.includes(roomOf(target))) return null;
  return `${roomOf(from)} may not import "${specifier}" (${target}): it may import ${describe(from, row)}`;
}

/** What tests may import beyond their room's row: their subject, their room's helpers, contract suites, data. */
function isOpenToTests(from: string, target: string): boolean {
  if (target.startsWith("fixtures/") && target.endsWith(".json")) return true;
  if (isSubject(from, target)) return true;
  if (!isTestHelper(target)) return false;
  if (roomOf(target) === roomOf(from)) return true;
  if (from.startsWith("engine/")) return roomOf(target) === "engine/testing";
  return /^engine\/ports\/.*_contract\.tsx?$/.test(target);
}

/** True where the test is named after the file: `execute_test.ts` and `execute_grid_test.ts` test `execute.ts`. */
function isSubject(test: string, target: string): boolean {
  return test.startsWith(`${target.replace(/\.tsx?$/, "")}_`);
}

function judgeLibrary(from: string, specifier: string, row: Row): string | null {
  if (row.libraries.includes("*")) return null;
  const name = libraryName(specifier);
  if (row.libraries.includes(name)) return null;
  if (isTestCode(from) && TEST_LIBRARIES.includes(name)) return null;
  if (from === HASH_FILE && name === HASH_LIBRARY) return null;
  if (name === HASH_LIBRARY && from.startsWith("engine/")) {
    return `${from} may not import "${specifier}": only ${HASH_FILE} may, for hashing`;
  }
  return `${roomOf(from)} may not import the library "${specifier}": it may import ${describe(from, row)}`;
}

/** The package of a specifier, without version or sub-path: `npm:zod@4.6.7/mini` and `zod/mini` are `zod`. */
function libraryName(specifier: string): string {
  if (/^[a-z]+:/.test(specifier) && !specifier.startsWith("npm:")) return specifier;
  const [first, second] = specifier.replace(/^npm:\/?/, "").split("/");
  const name = first.startsWith("@") ? `${first}/${second}` : first;
  return name.replace(/(.)@.*$/, "$1");
}

function describe(from: string, row: Row): string {
  const own = roomOf(from) === "engine/steps" ? ["never another step"] : [];
  return [...row.rooms, ...row.files, ...row.libraries, ...own].join(", ");
}
