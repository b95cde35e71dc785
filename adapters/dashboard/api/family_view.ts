import type { z } from "zod";
import type { CatalogFamily, FamilyMember } from "../family_catalog.ts";
import type { ToldFamily } from "../told_family.ts";
import { runRow } from "./run_view.ts";
import type { familyRowSchema, familyRunSchema } from "./schemas.ts";

/** A row of the list of families. */
export type FamilyRow = z.infer<typeof familyRowSchema>;
/** A row of a family's ranking. */
export type FamilyRunRow = z.infer<typeof familyRunSchema>;

/** So many values of a setting are told one by one. */
const TOLD_VALUES = 8;

/** A family as a row of the list. */
export function familyRow({ id, runs, varied }: CatalogFamily): FamilyRow {
  const rows = runs.map(runRow);
  const starts = rows.flatMap(({ started }) => started ?? []).sort();
  const [best] = rows;
  const manifests = runs.map(({ manifest }) => manifest);
  return {
    id,
    ...{ agents: distinct(rows.map(({ agent }) => agent)), models: distinct(rows.map(({ model }) => model)) },
    ...{ assets: distinct(rows.flatMap(({ assets }) => assets)) },
    ...{ intervals: distinct(rows.map(({ interval }) => interval)) },
    varied: varied.map(({ name, values }) => variedRow(name, values)),
    counts: countsOf(runs),
    best: best.sharpe === null
      ? null
      : { run: best.id, sharpe: best.sharpe, totalReturn: best.totalReturn, part: partOf(runs[0]) },
    from: Math.min(...manifests.map(({ range }) => range.from)),
    until: Math.max(...manifests.map(({ range }) => range.until)),
    sources: distinct(rows.map(({ source }) => source)),
    synthetic: rows.some(({ synthetic }) => synthetic),
    started: starts[0] ?? null,
  };
}

function countsOf(runs: readonly FamilyMember[]): FamilyRow["counts"] {
  const count = (isMeant: (run: FamilyMember) => boolean): number => runs.filter(isMeant).length;
  return {
    all: runs.length,
    finished: count(({ manifest }) => manifest.status === "finished"),
    running: count(({ isRunning }) => isRunning),
    failed: count(({ manifest }) => manifest.status === "failed"),
  };
}

function variedRow(name: string, values: readonly (string | null)[]): FamilyRow["varied"][number] {
  const all = distinct(values);
  const isNumeric = all.every((value) => value !== "" && Number.isFinite(Number(value)));
  const ordered = isNumeric ? all.sort((a, b) => Number(a) - Number(b)) : all.sort();
  const isMany = ordered.length > TOLD_VALUES;
  return {
    name,
    count: ordered.length,
    values: isMany && isNumeric ? [ordered[0], ordered.at(-1)!] : ordered.slice(0, TOLD_VALUES),
    isRange: isMany && isNumeric,
  };
}

/** So many rows of a family's ranking from a place on, with their chances where the ranking is at hand. */
export function familyRuns(
  { runs, varied }: CatalogFamily,
  { from, limit }: { readonly from: number; readonly limit: number },
  told: ToldFamily | null,
): FamilyRunRow[] {
  const chances = new Map(told?.ranked.map((one, place) => [one.id, { ...one, place }]));
  const places = runs.map((_, at) => at);
  // Where it is ranked that order is the one: a run that is left out of it comes last.
  const placeOf = (at: number): number => chances.get(runs[at].id)?.place ?? runs.length + at;
  if (told !== null) places.sort((a, b) => placeOf(a) - placeOf(b));
  return places.slice(from, from + limit).map((at) => {
    const run = runs[at];
    const { sharpe, probabilisticSharpe, deflatedSharpe } = chances.get(run.id) ??
      { sharpe: null, probabilisticSharpe: null, deflatedSharpe: null };
    const row = runRow(run);
    return {
      ...row,
      ...{ settings: varied.map(({ values }) => values[at]), part: partOf(run) },
      ...{ sharpe: sharpe ?? row.sharpe, probabilisticSharpe, deflatedSharpe },
    };
  });
}

/** In a sweep that walks forward: where it was tried, such as `train 3`. */
function partOf({ manifest: { sweep } }: FamilyMember): string | null {
  return sweep?.part === undefined ? null : `${sweep.part} ${(sweep.window ?? 0) + 1}`;
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))];
}
