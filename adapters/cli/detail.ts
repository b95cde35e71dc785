import { type Column, fitTable } from "./fitted_table.ts";
import { formatNumber, formatShare, formatSigned } from "./format.ts";
import { painter, signTone } from "./paint.ts";

/** The closed trades of one asset, side or month. */
export interface DetailRow {
  readonly name: string;
  readonly trades: number;
  readonly winRate: number;
  readonly netPnlUsd: number;
  readonly feesUsd: number;
  readonly fundingUsd: number;
}

/** The same closed trades, three times divided. */
export interface Detail {
  readonly byAsset: readonly DetailRow[];
  readonly bySide: readonly DetailRow[];
  readonly byMonth: readonly DetailRow[];
}

const FIGURES: readonly Column<DetailRow>[] = [
  { title: "trades", isRight: true, read: ({ trades }) => formatNumber(trades, 0) },
  { title: "win rate", isRight: true, read: ({ winRate }) => formatShare(winRate) },
  {
    title: "net PnL USD",
    isRight: true,
    read: ({ netPnlUsd }, paint) => paint(signTone(netPnlUsd), formatSigned(netPnlUsd)),
  },
  { title: "fees USD", isRight: true, read: ({ feesUsd }) => formatSigned(-feesUsd) },
  { title: "funding USD", isRight: true, read: ({ fundingUsd }) => formatSigned(fundingUsd) },
];

/** Tables of the closed trades by asset, side and month of the close; what is still open is in none. */
export function renderDetail(
  detail: Detail,
  view: { readonly columns: number | null; readonly colour: boolean },
): string {
  const paint = painter(view.colour);
  const tables: [title: string, rows: readonly DetailRow[]][] = [
    ["asset", detail.byAsset],
    ["side", detail.bySide],
    ["month", detail.byMonth],
  ];
  const drawn = tables.flatMap(([title, rows]) => {
    const columns = [{ title, isRight: false, read: ({ name }: DetailRow) => name }, ...FIGURES];
    const { lines } = fitTable(rows, { columns, leastNeeded: [], width: view.columns, paint });
    return lines.length === 0 ? [] : [lines.map((line) => `  ${line}`).join("\n")];
  });
  return drawn.length === 0 ? "  No trade was closed, so there is nothing to divide." : drawn.join("\n\n");
}
