import { deepStrictEqual, throws } from "node:assert/strict";
import { fromRunPermissions, recordPermissions } from "./record_permissions.ts";
import { SettingsError } from "./settings_error.ts";

function typed(flags: Record<string, string>): (flag: string) => string | undefined {
  return (flag) => flags[flag];
}

Deno.test("recordPermissions: three hosts and one folder", () => {
  deepStrictEqual(recordPermissions(typed({})), [
    "--no-prompt",
    "--allow-read",
    "--allow-write=.data",
    "--allow-net=api.hyperliquid.xyz:443,fapi.binance.com:443,data.binance.vision:443",
  ]);
});

Deno.test("recordPermissions: the spot market's host, one's own addresses, a folder", () => {
  const own = {
    hyperliquid: "http://127.0.0.1:8900",
    archive: "http://localhost",
    market: "spot",
    data: "mine",
  };
  deepStrictEqual(recordPermissions(typed(own)).slice(2), [
    "--allow-write=mine",
    "--allow-net=127.0.0.1:8900,api.binance.com:443,localhost:80",
  ]);
});

Deno.test("recordPermissions: an address that is none", () => {
  throws(() => recordPermissions(typed({ archive: "data.binance.vision" })), SettingsError);
});

Deno.test("fromRunPermissions: the run's folder or the one that is named, and nobody is reached", () => {
  const of = (line: string): string[] => {
    const words = line.split(" ");
    const typed = (flag: string) => words[words.indexOf(`--${flag}`) + 1];
    return fromRunPermissions(words, (flag) => words.includes(`--${flag}`) ? typed(flag) : undefined);
  };
  const plain = ["--no-prompt", "--allow-read"];
  deepStrictEqual(of("record from-run last"), [...plain, "--allow-write=runs"]);
  deepStrictEqual(of("record from-run ../there/0123abcd"), [
    ...plain,
    "--allow-write=runs,../there/0123abcd",
  ]);
  deepStrictEqual(of("record from-run last --runs mine"), [...plain, "--allow-write=mine"]);
  deepStrictEqual(of("record from-run last --data here"), [...plain, "--allow-write=here"]);
});
