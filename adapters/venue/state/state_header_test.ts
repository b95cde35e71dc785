import { deepStrictEqual, notDeepStrictEqual } from "node:assert/strict";
import type { DataFile } from "../../../engine/mod.ts";
import { stateHeader, type StateTerms } from "./state_header.ts";

const CANDLES: DataFile = {
  path: "a.csv",
  sha256: "1",
  asset: "BTC",
  kind: "candles",
  interval: "5m",
  rows: 9,
};
const FUNDING: DataFile = { ...CANDLES, path: "f.csv", sha256: "2", kind: "funding", interval: null };
const TERMS: StateTerms = {
  files: [CANDLES, FUNDING],
  assets: ["BTC", "ETH"],
  from: 1_704_067_200_000,
  simulation: { fees: "tier:0", balanceUsd: 1_000, gates: { strict: true } },
};

Deno.test("a state's header has every term by its name", () => {
  const { market: _, ...rest } = stateHeader(TERMS);
  deepStrictEqual(rest, {
    assets: "BTC,ETH",
    from: "2024-01-01T00:00:00.000Z",
    fees: "tier:0",
    balanceUsd: 1_000,
    gates: '{"strict":true}',
  });
});

Deno.test("a market is told by what was read of it, not by where it lies or in which order it was read", () => {
  const { market } = stateHeader(TERMS);
  const marketOf = (files: readonly DataFile[]) => stateHeader({ ...TERMS, files }).market;
  deepStrictEqual(marketOf([{ ...FUNDING, path: "elsewhere" }, CANDLES]), market);
  notDeepStrictEqual(marketOf([CANDLES]), market);
  notDeepStrictEqual(marketOf([{ ...CANDLES, sha256: "3" }, FUNDING]), market);
  notDeepStrictEqual(marketOf([{ ...CANDLES, asset: "ETH" }, FUNDING]), market);
  notDeepStrictEqual(marketOf([{ ...CANDLES, interval: "15m" }, FUNDING]), market);
  notDeepStrictEqual(marketOf([{ ...CANDLES, kind: "mark" }, FUNDING]), market);
});
