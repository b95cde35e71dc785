import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { playedRun } from "./testing/played_run.ts";
import { type Cell, RunTables } from "./run_tables.ts";

Deno.test("the tables add up to the run: every trade, fill, payment, decision and cycle is a row", async () => {
  const run = await playedRun();
  const made = new RunTables();
  run.entries.forEach((entry, seq) => made.add({ seq, entry, hash: "" }));
  const tables = new Map(made.tables.map((table) => [table.name, table]));
  const column = (name: string, field: string): readonly Cell[] => {
    const { columns, rows } = tables.get(name)!;
    return rows.map((row) => row[columns.indexOf(field)]);
  };
  const sum = (cells: readonly Cell[]): number =>
    cells.reduce<number>((total, cell) => total + Math.round(Number(cell) * 1e6), 0);

  const { metrics } = run.manifest;
  strictEqual(tables.get("trades")!.rows.length, metrics!.trades);
  strictEqual(tables.get("equity")!.rows.length, metrics!.cycles);
  const balance = 10_000e6 + sum(column("fills", "realizedPnlUsd")) - sum(column("fills", "feeUsd")) +
    sum(column("funding", "amountUsd"));
  strictEqual(balance, Math.round(Number(column("equity", "balanceUsd").at(-1)) * 1e6));
  const refused = run.entries.flatMap((entry) => entry.kind === "cycle" ? entry.decisions ?? [] : [])
    .map(({ refusal }) => refusal?.code ?? null);
  deepStrictEqual(column("decisions", "refusal.code"), refused);
  for (const [index, line] of column("fills", "line").entries()) {
    const { fills } = JSON.parse(run.lines[Number(line) - 1]);
    strictEqual(fills.at(-1).time >= Number(column("fills", "time")[index]), true);
  }
  strictEqual(column("equity", "closeUtc")[0], "2024-01-03T12:00:00Z");
});
