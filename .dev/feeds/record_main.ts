/**
 * `record` as main.ts joins it, for tests that end or kill it.
 * @module
 */
import { openBinance } from "../../adapters/binance/mod.ts";
import { RecordedFolder } from "../../adapters/candle_store/mod.ts";
import {
  printFailure,
  processTerminal,
  readRecordOptions,
  recordCommand,
  recordHelp,
} from "../../adapters/cli/mod.ts";
import { HyperliquidReader } from "../../adapters/hyperliquid/mod.ts";
import { recordMarket } from "../../adapters/recorder/mod.ts";

/** Reads flags as the command line does: defaults from the help, `--no-x` off, a flag without a value on. */
function flagsOf(words: readonly string[]): Record<string, string | boolean> {
  const flags: Record<string, string | boolean> = {};
  for (const { flags: shape, default: usual } of recordHelp().flags) {
    if (usual !== undefined) flags[shape.split(/[ <]/)[0].slice(2)] = usual;
  }
  words.forEach((word, index) => {
    if (!word.startsWith("--")) return;
    const next = words[index + 1];
    if (word.startsWith("--no-")) flags[word.slice(5)] = false;
    else flags[word.slice(2)] = next === undefined || next.startsWith("--") ? true : next;
  });
  return flags;
}

async function main(words: readonly string[]): Promise<number> {
  const terminal = processTerminal();
  const tools = { openBinance, HyperliquidReader, RecordedFolder, recordMarket, store: ".data" };
  try {
    const run = (): Promise<never> => Promise.reject(new Error("there are no runs here"));
    return await recordCommand(readRecordOptions(flagsOf(words)), terminal, {
      markets: () => Promise.resolve(tools),
      run,
    });
  } catch (error) {
    const { lines, exitCode } = printFailure(error, "record", words.includes("--debug"));
    terminal.note(`${lines.join("\n")}\n`);
    return exitCode;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
