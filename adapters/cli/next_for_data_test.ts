import assert from "node:assert/strict";
import type { ListedSeries } from "./data_listing.ts";
import { nextForData } from "./next_for_data.ts";
import { series } from "./testing/market_data.ts";

const BYBIT = "bybit-perp";

function next(of: readonly ListedSeries[], folder: string | null = "./mine"): string[] {
  return nextForData([{ folder: "./mine", series: of, ignored: [] }], folder);
}

Deno.test("a backtest is offered that the folder can answer", () => {
  const all = ["BTC", "ETH", "SOL"].map((asset) => series({ asset }));
  const late = { first: Date.UTC(2024, 2, 5, 0, 5), last: Date.UTC(2024, 5, 1) };
  const early = { first: Date.UTC(2021, 0, 1), last: Date.UTC(2021, 11, 31) };
  const rows: readonly (readonly [of: readonly ListedSeries[], flags: string])[] = [
    [all, "--from 2024-01 --data ./mine"],
    [[...all, series({ asset: "DOGE" })], "--from 2024-01 --data ./mine"],
    [all.slice(1), "--from 2024-01 --assets ETH,SOL --data ./mine"],
    [[series({ asset: "DOGE" })], "--from 2024-01 --assets DOGE --data ./mine"],
    [[series({}), series({ asset: "ETH", ...late })], "--from 2024-03-06 --assets BTC,ETH --data ./mine"],
    [[series({ ...late }), series({ interval: "1h" })], "--from 2024-01 --assets BTC --data ./mine"],
    [[series({ interval: "1m", last: Date.UTC(2023, 11, 31) }), ...all], "--from 2024-01 --data ./mine"],
    [[series({ interval: "1h" })], "--from 2024-01 --assets BTC --interval 1h --data ./mine"],
    [
      [series({}), series({ asset: "ETH", interval: "2h" }), series({ asset: "ETH", interval: "4h" })],
      "--from 2024-01 --assets BTC,ETH --interval 2h --data ./mine",
    ],
    [[series(early)], "--from 2021-01-01 --assets BTC --data ./mine"],
    [[series({ source: BYBIT, asset: "SOL" }), ...all], "--from 2024-01 --data ./mine"],
    [
      ["AAVE", "APT", "ARB", "ATOM"].map((asset) => series({ asset })),
      "--from 2024-01 --assets AAVE,APT,ARB --data ./mine",
    ],
  ];
  for (const [of, flags] of rows) {
    assert.deepEqual(next(of), ["deno task data check ./mine", `deno task backtest ${flags}`]);
  }
});

Deno.test("without candles there is no backtest to offer", () => {
  assert.deepEqual(next([series({ kind: "funding" })]), ["deno task data check ./mine"]);
  assert.deepEqual(next([]), ["deno task data"]);
});

Deno.test("without a folder the usual commands are offered", () => {
  assert.deepEqual(next([series({})], null), ["deno task backtest --from 2024-01", "deno task data check"]);
  assert.deepEqual(next([], null), ["deno task fixtures"]);
});

Deno.test("a folder with blanks is kept from the shell", () => {
  assert.deepEqual(next([series({ kind: "funding" })], "my data"), ["deno task data check 'my data'"]);
});
