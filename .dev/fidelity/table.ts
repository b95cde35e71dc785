import type { Measured, Row } from "./measure.ts";

/** The lines of the page between which the table stands. */
export const BEGIN = "<!-- table: deno task fidelity -->";
/** See {@link BEGIN}. */
export const END = "<!-- end of table -->";

/** The table as it stands in the page. */
export function renderTable(measured: readonly Measured[]): string {
  return measured.map(renderAgent).join("\n");
}

/** A page with another table in it; throws where it has no place for one. */
export function withTable(page: string, table: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the page has no "${BEGIN}" with "${END}" after it`);
  return `${page.slice(0, begin)}${BEGIN}\n\n${table}\n${page.slice(end)}`;
}

function renderAgent({ agent, source, rows }: Measured): string {
  const [{ metrics: usual }] = rows;
  const lines = rows.map((row) => renderRow(row, usual.totalReturn));
  const head = ["| choice | return | change | trades | max drawdown |", "| --- | --: | --: | --: | --: |"];
  return [`**${agent}** on ${source} candles`, "", ...head, ...lines, ""].join("\n");
}

function renderRow({ choice, metrics }: Row, usualReturn: number): string {
  const { totalReturn, trades, maxDrawdown } = metrics;
  const change = choice.flags === "" ? "" : `${signed(totalReturn - usualReturn)} points`;
  const name = choice.flags === "" ? "as usual" : `\`${choice.flags}\``;
  return `| ${name} | ${signed(totalReturn)} % | ${change} | ${trades} | ${
    signed(-Math.abs(maxDrawdown))
  } % |`;
}

/** A fraction as a signed percentage of two decimals; what rounds to nothing has no sign. */
function signed(fraction: number): string {
  const text = Math.abs(fraction * 100).toFixed(2);
  if (text === "0.00") return text;
  return `${fraction < 0 ? "−" : "+"}${text}`;
}
