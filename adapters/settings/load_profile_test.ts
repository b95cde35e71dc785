import assert from "node:assert/strict";
import { RISK_PROFILES } from "../../engine/mod.ts";
import { loadProfile } from "./load_profile.ts";
import { SettingsError } from "./settings_error.ts";

const MINE = { ...RISK_PROFILES.get("conservative")!, name: "mine" };

/** Runs something on a temporary profile file. */
function withProfile(text: string, use: (path: string) => void): void {
  const path = Deno.makeTempFileSync({ suffix: ".json" });
  try {
    Deno.writeTextFileSync(path, text);
    use(path);
  } finally {
    Deno.removeSync(path);
  }
}

Deno.test("a profile written as the built-in ones are is read as it stands", () => {
  const own = { ...MINE, maxLeverage: 2 };
  withProfile(JSON.stringify(own), (path) => assert.deepEqual(loadProfile(path), own));
});

const WRONG: readonly (readonly [what: string, text: string, said: RegExp])[] = [
  ["no JSON", "{", /^cannot read the risk profile FILE: .*; wanted a JSON file$/],
  ["nothing", "", /^cannot read the risk profile FILE: .*; wanted a JSON file$/],
  ["a number", "3", /^risk profile FILE, top level: .*expected object/],
  [
    "a field missing",
    JSON.stringify({ ...MINE, maxLeverage: undefined }),
    /^risk profile FILE, maxLeverage: /,
  ],
  [
    "a word for a number",
    JSON.stringify({ ...MINE, maxLeverage: "5" }),
    /^risk profile FILE, maxLeverage: /,
  ],
  [
    "a limit below zero",
    JSON.stringify({ ...MINE, maxMarginShare: -1 }),
    /^risk profile FILE, maxMarginShare: /,
  ],
  [
    "half a leverage",
    JSON.stringify({ ...MINE, maxLeverage: 2.5 }),
    /^risk profile FILE, maxLeverage: /,
  ],
  [
    "a name for a limit that no profile has",
    JSON.stringify({ ...MINE, maxLeverag: 2 }),
    /^risk profile FILE, top level: no limit "maxLeverag"; wanted exactly name, maxMarginShare, maxLeverage, /,
  ],
  [
    "a built-in's name",
    JSON.stringify({ ...MINE, name: "high" }),
    /^risk profile FILE, name: wanted a name that is/,
  ],
  [
    "an escape in its name",
    JSON.stringify({ ...MINE, name: "a\u001b[31mb" }),
    /^risk profile FILE, name: wanted 1/,
  ],
  ["no name", JSON.stringify({ ...MINE, name: "" }), /^risk profile FILE, name: /],
];

for (const [what, text, said] of WRONG) {
  Deno.test(`a profile with ${what} is refused with file and field`, () => {
    withProfile(text, (path) => {
      assert.throws(() => loadProfile(path), (error) => {
        assert.ok(error instanceof SettingsError && error.expected);
        assert.match(error.message.replace(path, "FILE"), said);
        return true;
      });
    });
  });
}

Deno.test("a profile that is not there is refused", () => {
  assert.throws(() => loadProfile("./nowhere.json"), {
    message: "cannot read the risk profile ./nowhere.json: it is not there; wanted a JSON file",
  });
});
