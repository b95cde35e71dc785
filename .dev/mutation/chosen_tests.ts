/**
 * The tests that judge a mutant, in one process, which loads the modules once: the tables first, since they are quick
 * and kill most; random flows after them, from one seed and without shrinking. Recordings are not read.
 */
import { configureGlobal } from "fast-check";

const ROOT = new URL("../../", import.meta.url);
const FOLDERS = ["backtest/exchange/", "backtest/exchange/fees/", "backtest/exchange/slippage/"];

function testsIn(folder: string): string[] {
  return [...Deno.readDirSync(new URL(folder, ROOT))]
    .filter(({ name }) => name.endsWith("_test.ts") && !name.startsWith("recorded"))
    .map(({ name }) => folder + name)
    .sort();
}

const isRandom = (path: string): boolean => path.includes("properties");
const tests = ["engine/model/margin_test.ts", ...FOLDERS.flatMap(testsIn)];

configureGlobal({ seed: 1, endOnFailure: true });
for (const path of [...tests.filter((path) => !isRandom(path)), ...tests.filter(isRandom)]) {
  await import(new URL(path, ROOT).href);
}
