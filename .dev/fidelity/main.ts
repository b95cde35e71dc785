/** Measures how each choice of the simulation moves results, and writes the table into backtest/FIDELITY.md. */
import { measureAll } from "./measure.ts";
import { renderTable, withTable } from "./table.ts";

const PAGE = new URL("../../backtest/FIDELITY.md", import.meta.url);

const table = renderTable(await measureAll());
Deno.writeTextFileSync(PAGE, withTable(Deno.readTextFileSync(PAGE), table));
console.log(table);
