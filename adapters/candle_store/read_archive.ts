import type { CandleColumns } from "../../engine/mod.ts";
import { refuseAt } from "./fault.ts";
import { isRead, readFileName } from "./file_name.ts";
import { unpack } from "./file_content.ts";
import { parseFile } from "./read_file.ts";
import { DataError } from "./data_error.ts";

/**
 * The candles in a file of Binance's archive as it was downloaded: with or without a header, in ms or µs, every row
 * checked. `source` says whose, since spot and perpetual files have the same names. Throws a DataError.
 */
export function readArchive(name: string, bytes: Uint8Array, source: string): CandleColumns {
  const named = readFileName(source === "binance-spot" ? "spot" : "", name);
  if (!isRead(named) || named.kind !== "candles") {
    throw new DataError(`${name} is no archive of candles: ${isRead(named) ? named.kind : named.why}`);
  }
  const { columns: [time, open, high, low, close, volume] } = parseFile(
    { ...named, name, path: name },
    unpack(name, bytes),
    refuseAt(name),
  );
  return { time, open, high, low, close, volume };
}
