import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { painter } from "./paint.ts";
import { cell, type Row } from "./summary_rows.ts";
import { drawTable } from "./summary_table.ts";

const HEADERS = ["A", "B", "C", "D"];
const ROWS: readonly Row[] = [
  {
    ...{ label: "return", note: "told once", benchmarkNote: "" },
    cells: ["+8.27 %", "-1.00 %", "n/a", "+100.50 %"].map((text) => cell(text)),
  },
  { label: "trades", note: "", benchmarkNote: "", cells: ["113", "0", "7", "12"].map((text) => cell(text)) },
];

function drawn(width: number): readonly string[] {
  return drawTable(HEADERS, ROWS, { width, labelWidth: 8, paint: painter(false) });
}

Deno.test("columns that find no room stand under the table, as a table of their own", () => {
  deepStrictEqual(drawn(32), [
    "                    A         B",
    "  return      +8.27 %   -1.00 %",
    "    told once",
    "  trades     113         0",
    "",
    "               C           D",
    "  return     n/a   +100.50 %",
    "  trades       7     12",
  ]);
});

Deno.test("a table has as many columns as its width has room for, and one at least", () => {
  const letters = (width: number) => drawn(width).join("\n").match(/^ +([A-D ]+)$/gm)!.map((of) => of.trim());
  const whole = Math.max(...drawn(100).map((line) => line.replace(/ +told once$/, "").length));
  deepStrictEqual(letters(whole).map((of) => of.replaceAll(/ +/g, "")), ["ABCD"]);
  deepStrictEqual(letters(whole - 1).map((of) => of.replaceAll(/ +/g, "")), ["ABC", "D"]);
  deepStrictEqual(letters(10).map((of) => of.replaceAll(/ +/g, "")), ["A", "B", "C", "D"]);
  strictEqual(drawn(whole).filter((line) => line.includes("told once")).length, 1);
});
