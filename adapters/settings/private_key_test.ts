import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { type KeySources, readKeySources, readPrivateKey, type SecretFile } from "./private_key.ts";
import { SettingsError } from "./settings_error.ts";

const KEY = "ab".repeat(32);

function sources(
  variables: Readonly<Record<string, string>>,
  files: { readonly envFile?: SecretFile; readonly named?: SecretFile } = {},
): KeySources {
  return {
    envFile: files.envFile ?? null,
    environment: (name) => variables[name],
    open: () => files.named!,
  };
}

function complaint(of: KeySources): string {
  let said = "";
  throws(() => readPrivateKey(of), (error) => {
    said = (error as Error).message;
    return error instanceof SettingsError;
  });
  ok(!said.includes(KEY), "it shows the key");
  return said;
}

Deno.test("readPrivateKey: from the environment, from .env, from a file; none where none is set", () => {
  strictEqual(readPrivateKey(sources({})), null);
  strictEqual(readPrivateKey(sources({ HYPERLIQUID_PRIVATE_KEY: ` ${KEY} ` })), KEY);
  const envFile = { path: ".env", text: `HYPERLIQUID_PRIVATE_KEY=${KEY}\n`, mode: 0o100600 };
  strictEqual(readPrivateKey(sources({}, { envFile })), KEY);
  const named = { path: "key", text: `${KEY}\n`, mode: 0o100400 };
  strictEqual(readPrivateKey(sources({ HYPERLIQUID_PRIVATE_KEY_FILE: "key" }, { named })), KEY);
});

Deno.test("readPrivateKey: the environment goes before .env", () => {
  const envFile = { path: ".env", text: "HYPERLIQUID_PRIVATE_KEY=other\n", mode: 0o100600 };
  strictEqual(readPrivateKey(sources({ HYPERLIQUID_PRIVATE_KEY: KEY }, { envFile })), KEY);
});

Deno.test("readPrivateKey: a file that others can read is refused, with what to type", () => {
  const named = { path: "keys/live", text: KEY, mode: 0o100644 };
  strictEqual(
    complaint(sources({ HYPERLIQUID_PRIVATE_KEY_FILE: "keys/live" }, { named })),
    "keys/live holds a private key, and its rights are 644: others can read or write it; type: chmod 600 keys/live",
  );
  const envFile = { path: ".env", text: `HYPERLIQUID_PRIVATE_KEY=${KEY}`, mode: 0o100640 };
  ok(complaint(sources({}, { envFile })).endsWith("type: chmod 600 .env"));
});

Deno.test("readPrivateKey: a .env without a key may be read by others, and where the system knows no rights any", () => {
  const plain = { path: ".env", text: "LLM_MODEL=a\nHYPERLIQUID_PRIVATE_KEY=\n", mode: 0o100644 };
  strictEqual(readPrivateKey(sources({}, { envFile: plain })), null);
  const windows = { path: "key", text: KEY, mode: null };
  strictEqual(readPrivateKey(sources({ HYPERLIQUID_PRIVATE_KEY_FILE: "key" }, { named: windows })), KEY);
});

Deno.test("readPrivateKey: two keys are one too many, an empty file none", () => {
  const both = { HYPERLIQUID_PRIVATE_KEY: KEY, HYPERLIQUID_PRIVATE_KEY_FILE: "key" };
  ok(complaint(sources(both)).includes("wanted one of them"));
  const named = { path: "key", text: " \n", mode: 0o100600 };
  ok(complaint(sources({ HYPERLIQUID_PRIVATE_KEY_FILE: "key" }, { named })).includes("is empty"));
});

Deno.test({
  name: "readKeySources: reads files with their rights",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const path = `${folder}/key`;
      await Deno.writeTextFile(path, KEY, { mode: 0o600 });
      deepStrictEqual(readKeySources(`${folder}/none`).envFile, null);
      const opened = readKeySources(`${folder}/none`).open(path);
      deepStrictEqual([opened.text, opened.mode! & 0o777], [KEY, 0o600]);
      throws(() => readKeySources(`${folder}/none`).open(`${folder}/gone`), SettingsError);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
