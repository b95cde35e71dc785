import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert/strict";
import type { AccountState, Position } from "../../engine/mod.ts";
import { PulseWriter, type ShownMark } from "./pulse_writer.ts";
import { PulseError, readPulse } from "./read_pulse.ts";

const POSITION: Position = {
  ...{ asset: "BTC", side: "short", size: 0.1, entryPrice: 45_000, mark: 45_100, notionalUsd: 4_510 },
  ...{ unrealizedPnlUsd: -10, marginUsedUsd: 451, leverage: 10, liquidationPrice: null },
};
const STOP: AccountState["openOrders"][number] = {
  ...{ asset: "BTC", clientOrderId: null, kind: "stop", side: "buy", size: null, limitPrice: 50_600 },
  ...{ triggerPrice: 46_000, reduceOnly: true },
};

function accountOf(given: Partial<AccountState> = {}): AccountState {
  const money = { balanceUsd: 1_000, equityUsd: 990, marginUsedUsd: 451, freeUsd: 539 };
  return { time: 5, ...money, positions: [POSITION], openOrders: [STOP], ...given };
}

interface Place {
  readonly folder: string;
  readonly warnings: string[];
  open(marks: () => readonly ShownMark[] | Promise<readonly ShownMark[]>, everyMs?: number): PulseWriter;
}

async function inFolder(use: (place: Place) => Promise<void> | void): Promise<void> {
  const folder = Deno.makeTempDirSync({ prefix: "reprise-pulse-" });
  const warnings: string[] = [];
  const warn = (line: string): void => void warnings.push(line);
  try {
    await use({
      folder,
      warnings,
      open: (marks, everyMs = 60_000) =>
        new PulseWriter({ folder, assets: ["BTC", "ETH"], marks, warn, everyMs }),
    });
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** Waits until something holds, for two seconds at most; the test then says what does not. */
async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !holds(); tries++) await new Promise((go) => setTimeout(go, 5));
}

Deno.test("pulse: before the first look it tells that the process lives", () =>
  inFolder(({ folder, open }) => {
    strictEqual(readPulse(folder), null);
    const before = Date.now();
    using _pulse = open(() => []);
    const { time, pid, ...rest } = readPulse(folder)!;
    ok(time >= before && time <= Date.now());
    strictEqual(pid, Deno.pid);
    const nothing = { lookedAt: null, accountTime: null, balanceUsd: null, equityUsd: null, positions: [] };
    deepStrictEqual(rest, { schema: 1, ...nothing, marks: { BTC: null, ETH: null } });
  }));

Deno.test("pulse: equity and PnL follow the marks of now, protection the last look", () =>
  inFolder(async ({ folder, open }) => {
    using pulse = open(
      () => Promise.resolve([{ asset: "BTC", mark: 45_300 }, { asset: "ETH", mark: 2_000 }]),
      10,
    );
    pulse.onAccount(accountOf());
    await until(() => readPulse(folder)?.equityUsd === 970);
    const { equityUsd, balanceUsd, marks, positions, lookedAt, accountTime } = readPulse(folder)!;
    deepStrictEqual([balanceUsd, equityUsd, accountTime], [1_000, 970, 5]);
    ok(Math.abs(lookedAt! - Date.now()) < 5_000);
    deepStrictEqual(marks, { BTC: 45_300, ETH: 2_000 });
    deepStrictEqual(positions, [{
      ...{ asset: "BTC", side: "short", size: 0.1, entryPrice: 45_000, mark: 45_300, unrealizedPnlUsd: -30 },
      isProtected: true,
    }]);
    pulse.onAccount(accountOf({ openOrders: [] }));
    await until(() => !readPulse(folder)!.positions[0].isProtected);
    strictEqual(readPulse(folder)!.positions[0].isProtected, false);
  }));

Deno.test("pulse: prices stand in it as soon as they are told, not with the next one", () =>
  inFolder(async ({ folder, open }) => {
    using _pulse = open(() => Promise.resolve([{ asset: "BTC", mark: 45_300 }]));
    await until(() => readPulse(folder)!.marks.BTC !== null);
    strictEqual(readPulse(folder)!.marks.BTC, 45_300);
  }));

Deno.test("pulse: where the market shows no price it is the one of the last look", () =>
  inFolder(({ folder, open }) => {
    const pulse = open(() => []);
    pulse.onAccount(accountOf());
    pulse[Symbol.dispose]();
    const { marks, positions: [{ mark, unrealizedPnlUsd }] } = readPulse(folder)!;
    deepStrictEqual([marks, mark, unrealizedPnlUsd], [{ BTC: 45_100, ETH: null }, 45_100, -10]);
  }));

Deno.test("pulse: a price that comes after the end writes nothing: the last pulse grows old", () =>
  inFolder(async ({ folder, open }) => {
    const late = Promise.withResolvers<readonly ShownMark[]>();
    const pulse = open(() => late.promise);
    pulse[Symbol.dispose]();
    Deno.removeSync(`${folder}/pulse.json`);
    late.resolve([{ asset: "BTC", mark: 1 }]);
    await new Promise((go) => setTimeout(go, 20));
    strictEqual(readPulse(folder), null);
  }));

Deno.test("pulse: a market that fails or hangs does not stop it", () =>
  inFolder(async ({ folder, open }) => {
    for (
      const marks of [() => Promise.reject(new Error("gone")), () => new Promise<never>(() => undefined)]
    ) {
      using pulse = open(marks, 5);
      const first = readPulse(folder)!.time;
      await until(() => readPulse(folder)!.time > first);
      ok(readPulse(folder)!.time > first);
      pulse.onAccount(accountOf());
      await until(() => readPulse(folder)!.equityUsd === 990);
      strictEqual(readPulse(folder)!.equityUsd, 990);
    }
  }));

Deno.test("pulse: a folder that is gone is told of once", () =>
  inFolder(async ({ folder, warnings, open }) => {
    using _pulse = open(() => [], 5);
    Deno.removeSync(folder, { recursive: true });
    await until(() => warnings.length > 0);
    // Some more that cannot be written either.
    await new Promise((go) => setTimeout(go, 30));
    Deno.mkdirSync(folder);
    strictEqual(warnings.length, 1);
    match(warnings[0], /^cannot write .*pulse\.json: .*; a watch will take the run for dead$/);
  }));

Deno.test("pulse: the end of the run writes the last one, and a damaged one is told by its field", () =>
  inFolder(({ folder, open }) => {
    const pulse = open(() => []);
    pulse.onAccount(accountOf());
    pulse[Symbol.dispose]();
    strictEqual(readPulse(folder)!.balanceUsd, 1_000);
    deepStrictEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["pulse.json"]);
    Deno.writeTextFileSync(`${folder}/pulse.json`, '{"schema":1,"pid":0}');
    throws(
      () => readPulse(folder),
      (error) => error instanceof PulseError && /damaged: pid/.test(error.message),
    );
    Deno.writeTextFileSync(`${folder}/pulse.json`, "{");
    throws(() => readPulse(folder), PulseError);
  }));
