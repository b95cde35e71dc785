import type { CycleEntry, DiaryLine, JsonValue } from "../../engine/mod.ts";

/** A table of a run, row by row. */
export interface RunTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: (readonly Cell[])[];
}

/** A value of a row; null: there is none. */
export type Cell = string | number | boolean | null;

/** The columns of each table; a column ending in `Utc` is the time before it, ISO 8601. */
const COLUMNS = {
  trades: [
    ..."line asset side openedAt openedAtUtc closedAt closedAtUtc size entryPrice exitPrice exit".split(" "),
    ..."realizedPnlUsd feesUsd fundingUsd netPnlUsd".split(" "),
  ],
  fills: "line time timeUtc asset side size price feeUsd realizedPnlUsd clientOrderId liquidation".split(" "),
  funding: "line time timeUtc asset rate size amountUsd".split(" "),
  equity: "line close closeUtc balanceUsd equityUsd notionalUsd".split(" "),
  decisions: [
    ..."line close closeUtc asset action outcome refusal.code refusal.detail reason allocationUsd leverage"
      .split(" "),
    ..."stop target size shownPrice filledSize fillPrice openedAt rationale exitPlan".split(" "),
  ],
} as const satisfies Record<string, readonly string[]>;

type TableName = keyof typeof COLUMNS;
type Fields = { readonly [name: string]: JsonValue | undefined };
const UTC = "Utc";

/** Makes tables of a diary's lines: trades, fills, funding, equity and decisions. */
export class RunTables {
  readonly #tables = new Map<string, (readonly Cell[])[]>(Object.keys(COLUMNS).map((name) => [name, []]));

  add({ seq, entry }: DiaryLine): void {
    if (entry.kind !== "cycle" && entry.kind !== "command") return;
    const line = seq + 1;
    const { close } = entry;
    for (const name of ["trades", "fills", "funding"] as const) {
      for (const one of entry[name] ?? []) this.#put(name, { line, ...one } as unknown as Fields);
    }
    for (const one of entry.decisions ?? []) {
      this.#put("decisions", { line, close, ...one } as unknown as Fields);
    }
    const { balanceUsd, equityUsd, notionalUsd } = { notionalUsd: 0, ...entry } as CycleEntry;
    this.#put("equity", { line, close, balanceUsd, equityUsd, notionalUsd });
  }

  /** All tables with their rows so far, in the order of the diary. */
  get tables(): readonly RunTable[] {
    return [...this.#tables].map(([name, rows]) => ({ name, columns: COLUMNS[name as TableName], rows }));
  }

  #put(name: TableName, fields: Fields): void {
    this.#tables.get(name)!.push(COLUMNS[name].map((column) => cellOf(column, fields)));
  }
}

function cellOf(column: string, fields: Fields): Cell {
  if (column.endsWith(UTC)) return utcOf(fields[column.slice(0, -UTC.length)]);
  const value = column.split(".").reduce<JsonValue | undefined>(
    (part, name) => part === null || part === undefined ? part : (part as Fields)[name],
    fields as JsonValue,
  );
  return value === undefined || typeof value === "object" ? null : value as Cell;
}

/** A moment as ISO 8601, without the clock of anybody: years 1970 to 9999. */
function utcOf(time: JsonValue | undefined): string | null {
  return typeof time === "number" ? Temporal.Instant.fromEpochMilliseconds(time).toString() : null;
}
