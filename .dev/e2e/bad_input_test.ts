/** Bad input: one line that says what was wanted, a hint, the right exit code, and nothing left behind. */

import assert from "node:assert/strict";
import { cutMarket } from "./cut_market.ts";
import { atWork, HINT, inPairs, type Result, resultOf, taskWords, type Workplace } from "./workplace.ts";

const MARCH = Date.UTC(2024, 2);
const DAY = 86_400_000;
const PERIODS = "2024, 2024-01, 2024-01-15 or 2024-01-15T08:00Z";
const SPAN = "BTC from 2024-03-01 00:00 to 2024-04-05 00:00 UTC";

/** A value that cannot be right: exit code 2. */
const CANNOT_BE_RIGHT: readonly (readonly [flags: string, line: string])[] = [
  ["--asets BTC", 'no flag "--asets"; did you mean "--assets"?'],
  ["--zzzzzz", 'no flag "--zzzzzz"'],
  ["--from", "--from has no value; wanted --from <when>"],
  ["BTC", '"BTC" belongs to no flag; wanted flags with their values'],
  [
    "--agent trned",
    'no agent "trned"; did you mean "trend"? (there are: buy-and-hold, trend, mean-reversion, random, llm, or the ' +
    "path of your own, like ./mine.ts)",
  ],
  ["--llm record", "--llm means nothing to the agent trend; wanted --agent llm"],
  [
    "--agent llm --llm rec",
    'no source of answers "rec"; did you mean "record"? (there are: replay, record, auto, live)',
  ],
  [
    "--agent llm --max-llm-usd 0",
    '--max-llm-usd "0" cannot be right; wanted an amount of USD above 0, like 2.50',
  ],
  [
    "--assets BTC,DOGE",
    'no asset "DOGE" (there are: BTC, ETH, SOL); deno task record --assets DOGE makes it known; or add {"symbol":"DOGE","szDecimals":…,"maxLeverage":…,' +
    '"marginTiers":[{"lowerBoundUsd":0,"maxLeverage":…}]}, with the venue\'s figures, to fixtures/instruments.json',
  ],
  ["--assets btc", 'no asset "btc"; did you mean "BTC"? (there are: BTC, ETH, SOL)'],
  ["--assets BTC,BTC", '--assets "BTC,BTC" cannot be right; wanted each symbol once; BTC stands there twice'],
  [
    "--risk conservativ",
    'no risk profile "conservativ"; did you mean "conservative"? (there are: conservative, moderate, high, or the ' +
    "path of your own, ending in .json)",
  ],
  ["--from 2024-13", `--from "2024-13" cannot be right; wanted a date like ${PERIODS}`],
  ["--from 2024-02-30", `--from "2024-02-30" cannot be right; wanted a date like ${PERIODS}`],
  ["--to yesterday", `--to "yesterday" cannot be right; wanted a date like ${PERIODS}`],
  [
    "--from 2024-03 --to 2024-02",
    '--to "2024-02" ends at 2024-03-01 00:00Z, --from "2024-03" starts at 2024-03-01 00:00Z; wanted an end after ' +
    "the start",
  ],
  [
    "--capital -5",
    '--capital "-5" cannot be right; wanted an amount of USD above 0 and up to 1000000000, like 10000',
  ],
  [
    "--capital 0",
    '--capital "0" cannot be right; wanted an amount of USD above 0 and up to 1000000000, like 10000',
  ],
  [
    "--capital NaN",
    '--capital "NaN" cannot be right; wanted an amount of USD above 0 and up to 1000000000, like 10000',
  ],
  [
    "--capital 1e99",
    '--capital "1e99" cannot be right; wanted an amount of USD above 0 and up to 1000000000, like 10000',
  ],
  [
    "--interval 7m",
    'no interval "7m"; did you mean "1m"? (there are: 1m, 3m, 5m, 15m, 30m, 1h, 2h, 4h, 6h, 8h, 12h, 1d)',
  ],
  ["--seed 1.5", '--seed "1.5" cannot be right; wanted a whole number from 0 up'],
  ["--diary long", 'no kind of diary "long" (there are: trades, full)'],
];

/** A right question that has no answer: exit code 1. `data` is BTC from 1 March to 5 April. */
const NO_ANSWER: readonly (readonly [flags: string, line: string])[] = [
  ["--data data --from 2023-01", `no data for 2023-01-01 00:00 to the end of the data; there is ${SPAN}`],
  ["--data data --from 2025-02", `no data for 2025-02-01 00:00 to the end of the data; there is ${SPAN}`],
  [
    "--data data --from 2024-03 --to 2024-04",
    `no data for 2024-03-01 00:00 to 2024-05-01 00:00; there is ${SPAN}`,
  ],
  ["--data nowhere", 'cannot read the data folder "nowhere": it is not there'],
  [
    "--data runs.txt",
    "cannot read the data folder \"runs.txt\": Not a directory: readdir 'runs.txt'",
  ],
  [
    "--data empty",
    'no candles of 15m or finer for BTC from one source in "empty"; there are no candle files such as ' +
    "binance-perp-BTCUSDT-5m.csv.gz",
  ],
  [
    "--data data --interval 1m",
    'no candles of 1m or finer for BTC from one source in "data"; there are: synthetic-perp BTC 5m; ' +
    "enough for decisions every 5m",
  ],
  ["--data damaged", 'damaged/binance-perp-BTC-15m.csv, row 3: found "x", wanted a number'],
  [
    "--data data --from 2024-03 --risk nowhere.json",
    "cannot read the risk profile nowhere.json: it is not there; wanted a JSON file",
  ],
  [
    "--data data --from 2024-03 --risk broken.json",
    "cannot read the risk profile broken.json: Expected property name or '}' in JSON at position 1 (line 1 column 2); " +
    "wanted a JSON file",
  ],
  [
    "--data data --from 2024-03 --risk nameless.json",
    "risk profile nameless.json, name: Invalid input: expected string, received undefined",
  ],
  [
    "--data data --from 2024-03 --runs runs/file",
    "cannot make a run folder in runs/file: a file of that name is there; wanted a folder that can be written",
  ],
];

/** A workplace with everything that the rows name. */
async function prepared(use: (place: Workplace) => Promise<void>): Promise<void> {
  await atWork(async (place) => {
    const { path } = place;
    cutMarket(`${path}/data`, { from: MARCH, until: MARCH + 35 * DAY, assets: ["BTC"] });
    for (const folder of ["empty", "damaged", "runs"]) Deno.mkdirSync(`${path}/${folder}`);
    const candles = `time,open,high,low,close,volume\n${MARCH},5,6,4,5,1\n${MARCH + 900_000},5,6,x,5,1\n`;
    const files: Readonly<Record<string, string>> = {
      "damaged/binance-perp-BTC-15m.csv": candles,
      "runs/file": "",
      "runs.txt": "",
      "broken.json": "{",
      "nameless.json": "{}",
    };
    for (const [name, text] of Object.entries(files)) Deno.writeTextFileSync(`${path}/${name}`, text);
    await use(place);
    assert.deepEqual(place.runFolders(), [], "no run was begun");
  });
}

Deno.test("a value that cannot be right is told in one line with what is right, and exits 2", () =>
  prepared((place) =>
    inPairs(CANNOT_BE_RIGHT, async ([flags, line]) => {
      assert.deepEqual(
        await place.backtest(flags),
        { code: 2, out: "", err: `backtest: ${line}\n${HINT}\n` },
        flags,
      );
    })
  ));

Deno.test("a right question without an answer is told in one line with what there is, and exits 1", () =>
  prepared((place) =>
    inPairs(NO_ANSWER, async ([flags, line]) => {
      const result = await place.backtest(`--assets BTC ${flags}`);
      const hint = line.startsWith("damaged/") ? "try: deno task data check damaged" : HINT;
      assert.deepEqual(result, { code: 1, out: "", err: `backtest: ${line}\n${hint}\n` }, flags);
    })
  ));

Deno.test("an unknown command, and a bad flag of runs, are told alike", () =>
  prepared(async (place) => {
    const [deno, ...words] = taskWords("runs").slice(0, -1);
    const { code, out, err } = await place.command([deno, ...words, "backtst"]);
    assert.deepEqual([code, out], [2, ""]);
    const told = err.match(
      /^reprise: no command "backtst"; did you mean "backtest"\? \(there are: (.*)\)\n(.*)\n$/,
    )!;
    assert.equal(told[2], HINT);
    const names = told[1].split(", ");
    for (const name of ["backtest", "paper", "live", "replay", "compare"]) {
      assert.ok(names.includes(name), `${name} is among ${told[1]}`);
    }
    const hint = "try: deno task runs --help";
    const rows: readonly (readonly [flags: string, code: number, line: string])[] = [
      [
        "--sort retrn",
        2,
        'no order "retrn"; did you mean "return"? (there are: started, return, sharpe, drawdown)',
      ],
      ["--limit 0", 2, '--limit "0" cannot be right; wanted a whole number from 1 up'],
      ["last", 2, '"last" belongs to no flag; wanted flags with their values'],
      ["--runs runs.txt", 1, "cannot list the runs in runs.txt: Not a directory"],
    ];
    for (const [flags, code, line] of rows) {
      assert.deepEqual(await place.runs(flags), { code, out: "", err: `runs: ${line}\n${hint}\n` }, flags);
    }
  }));

Deno.test("--debug adds the stack, and nothing else does", () =>
  prepared(async (place) => {
    const { code, err } = await place.backtest("--data nowhere --debug");
    assert.equal(code, 1);
    assert.match(err, /^backtest: cannot read .*\ntry: .*\nDataError: .*\n {4}at /);
  }));

/** A run folder in which one kind of file cannot grow, or null where the system allows no such thing. */
async function onFullDisk(place: Workplace, flags: string): Promise<Result> {
  const words = [...taskWords("backtest"), ...flags.split(" ")];
  const disk = `${place.path}/runs`;
  Deno.mkdirSync(disk);
  const mounted = await place.command(["sh", "-c", `mount -t tmpfs -o size=64k none '${disk}'`]);
  if (mounted.code !== 0) {
    // No right to mount: a limit on the length of files, and its signal ignored, is a disk that is full soon.
    return await place.command(["sh", "-c", `trap '' XFSZ; ulimit -f 40; exec "$@"`, "sh", ...words]);
  }
  try {
    const result = await resultOf(place.spawn(words));
    // What is looked at afterwards must outlast the disk.
    await place.command(["cp", "-r", disk, `${place.path}/kept`]);
    return result;
  } finally {
    await place.command(["umount", disk]);
    await place.command(["sh", "-c", `[ ! -d kept ] || cp -r kept/. runs/`]);
  }
}

Deno.test("a full disk is told in one line, the run is marked as failed, and its diary can be read", () =>
  atWork(async (place) => {
    const { code, out, err } = await onFullDisk(
      place,
      "--agent random --interval 1h --assets BTC --to 2024-03 --no-progress",
    );
    assert.deepEqual([code, out], [1, ""]);
    const [id, ...others] = place.runFolders();
    assert.deepEqual(others, []);
    const complaint =
      /^backtest: cannot write the diary (\S+): (?:No space left on device|File too large); wanted \d+ bytes more, its first \d+ lines are whole\n(.*)\n$/
        .exec(err);
    assert.deepEqual(complaint?.slice(1), [`runs/${id}/diary.jsonl`, HINT], err);
    const list = await place.runs();
    assert.match(list.out, new RegExp(`\n${id} .* failed\n`));
  }));
