import assert from "node:assert/strict";
import { RISK_PROFILES } from "../../engine/mod.ts";
import { loadProfile, SettingsError } from "./load_profile.ts";

const CONSERVATIVE = RISK_PROFILES.get("conservative")!;

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
  const own = { ...CONSERVATIVE, name: "mine", maxLeverage: 2 };
  withProfile(JSON.stringify(own), (path) => assert.deepEqual(loadProfile(path), own));
});

const WRONG: readonly (readonly [what: string, text: string, said: RegExp])[] = [
  ["no JSON", "{", /^cannot read the risk profile FILE: .*; wanted a JSON file$/],
  ["nothing", "", /^cannot read the risk profile FILE: .*; wanted a JSON file$/],
  ["a number", "3", /^risk profile FILE, top level: .*expected object/],
  [
    "a field missing",
    JSON.stringify({ ...CONSERVATIVE, maxLeverage: undefined }),
    /^risk profile FILE, maxLeverage: /,
  ],
  [
    "a word for a number",
    JSON.stringify({ ...CONSERVATIVE, maxLeverage: "5" }),
    /^risk profile FILE, maxLeverage: /,
  ],
  [
    "a limit below zero",
    JSON.stringify({ ...CONSERVATIVE, maxMarginShare: -1 }),
    /^risk profile FILE, maxMarginShare: /,
  ],
  [
    "half a leverage",
    JSON.stringify({ ...CONSERVATIVE, maxLeverage: 2.5 }),
    /^risk profile FILE, maxLeverage: /,
  ],
  [
    "a name for a limit that no profile has",
    JSON.stringify({ ...CONSERVATIVE, maxLeverag: 2 }),
    /^risk profile FILE, .*maxLeverag/,
  ],
  ["no name", JSON.stringify({ ...CONSERVATIVE, name: "" }), /^risk profile FILE, name: /],
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
