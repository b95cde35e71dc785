import type { RawFlags } from "../flag_reader.ts";
import { UsageError } from "../errors.ts";
import { forItsAgent } from "../family_options.ts";
import { type Axis, SWEEP } from "./axis.ts";

/** What makes a run of a sweep this one: the values of what varies. */
export type Point = { readonly [name: string]: string };

/** What is drawn of a space that is too big, or in which order it is gone through. */
export interface Draw {
  /** How many points; null: all. */
  readonly points: number | null;
  readonly seed: number;
}

/** The points of a sweep, each made when it is wanted: they take no memory but a number each. */
export interface SweepSpace {
  readonly points: number;
  /** The flags of a point as `backtest` would take them. */
  flagsAt(place: number): RawFlags;
  /** What differs from point to point. */
  pointAt(place: number): Point;
}

/** More are not begun: what they would find is luck. */
export const MOST_POINTS = 100_000;
const MODULUS = 2147483647;
const MULTIPLIER = 16807n;

/**
 * Every combination of the axes, or as many of them as are drawn; one that differs from another only in what its agent does not
 * understand is none. Throws a UsageError for more than {@link MOST_POINTS}.
 */
export function sweepSpace(fixed: RawFlags, axes: readonly Axis[], draw: Draw | null): SweepSpace {
  const product = axes.reduce((count, { values }) => count * values.length, 1);
  const wanted = draw?.points ?? product;
  if (Math.min(wanted, product) > MOST_POINTS) throw tooMany(axes, product);
  const grid = new Grid(fixed, axes);
  const places = draw !== null && wanted < product
    ? drawn(grid, product, { wanted, seed: draw.seed })
    : distinct(product, grid);
  if (draw !== null && wanted >= product) shuffle(places, draw.seed);
  return {
    points: places.length,
    flagsAt: (place) => grid.flagsAt(places[place]),
    pointAt: (place) => grid.pointAt(places[place]),
  };
}

function tooMany(axes: readonly Axis[], product: number): UsageError {
  const factors = axes.filter(({ values }) => values.length > 1)
    .map(({ name, values }) => `${values.length} of ${name}`);
  return new UsageError(
    `${factors.join(" times ")} are ${product.toLocaleString("en-US")} runs; wanted at most ${
      MOST_POINTS.toLocaleString("en-US")
    }, or --sample N to draw some of them`,
    SWEEP,
  );
}

/** One thing that is set at a point. */
interface Setting {
  readonly name: string;
  readonly isParameter: boolean;
  readonly value: string;
  readonly varies: boolean;
}

/** The axis whose values are whole points, as JSON: each an array of settings. */
export const LIST = "list";

function listEntry(text: string): Setting[] {
  const settings: Omit<Setting, "varies">[] = JSON.parse(text);
  return settings.map((setting) => ({ ...setting, varies: true }));
}

/** The combinations by their number; the last axis changes from one to the next. */
class Grid {
  readonly #fixed: RawFlags;
  readonly #axes: readonly Axis[];
  readonly #agents: readonly string[];

  constructor(fixed: RawFlags, axes: readonly Axis[]) {
    this.#fixed = fixed;
    this.#axes = axes;
    this.#agents = axes.flatMap((axis) => {
      if (axis.name === LIST) return axis.values.flatMap(listEntry).filter(isAgent).map(({ value }) => value);
      return isAgent(axis) ? axis.values : [];
    });
  }

  flagsAt(place: number): RawFlags {
    const flags: { [name: string]: string | readonly string[] } = {};
    const param: string[] = [];
    for (const { name, isParameter, value } of this.#settingsAt(place)) {
      if (isParameter) param.push(`${name}=${value}`);
      else if (name === "window") [flags.from, flags.to] = value.split("..");
      else flags[name] = value;
    }
    const typed = { ...this.#fixed, ...flags, ...(param.length > 0 ? { param } : {}) };
    return forItsAgent(typed, this.#agents);
  }

  pointAt(place: number): Point {
    const flags = this.flagsAt(place);
    const isMine = ({ name, isParameter }: Setting): boolean =>
      flags[isParameter ? "param" : name === "window" ? "from" : name] !== undefined;
    const own = this.#settingsAt(place).filter((setting) => setting.varies && isMine(setting));
    return Object.fromEntries(own.map(({ name, value }) => [name, value]));
  }

  /** What is set at a place; an entry of a list sets several things, and goes before the axes. */
  #settingsAt(place: number): Setting[] {
    const values = this.#valuesAt(place);
    return this.#axes.flatMap((axis, index) => {
      const { name, isParameter, values: all } = axis;
      if (name === LIST) return listEntry(values[index]);
      return [{ name, isParameter, value: values[index], varies: all.length > 1 }];
    });
  }

  #valuesAt(place: number): string[] {
    let rest = place;
    return this.#axes.toReversed().map(({ values }) => {
      const value = values[rest % values.length];
      rest = Math.floor(rest / values.length);
      return value;
    }).reverse();
  }
}

function isAgent({ name, isParameter }: Pick<Setting, "name" | "isParameter">): boolean {
  return name === "agent" && !isParameter;
}

function distinct(product: number, grid: Grid): number[] {
  const seen = new Set<string>();
  const places: number[] = [];
  for (let place = 0; place < product; place++) {
    const flags = JSON.stringify(grid.flagsAt(place));
    if (seen.size === seen.add(flags).size) continue;
    places.push(place);
  }
  return places;
}

/** Distinct points by lot, in the order drawn; fewer where there are not as many that differ. */
function drawn(grid: Grid, product: number, { wanted, seed }: { wanted: number; seed: number }): number[] {
  const lot = lots(seed);
  const [tried, seen] = [new Set<number>(), new Set<string>()];
  const places: number[] = [];
  // Where most combinations are no points of their own, going on for ever would find no other.
  for (let tries = 0; places.length < wanted && tries < 50 * wanted; tries++) {
    const place = Math.floor(lot() * product);
    if (tried.size === tried.add(place).size) continue;
    const flags = JSON.stringify(grid.flagsAt(place));
    if (seen.size !== seen.add(flags).size) places.push(place);
  }
  return places;
}

/** Fisher and Yates. */
function shuffle(places: number[], seed: number): void {
  const lot = lots(seed);
  for (let index = places.length - 1; index > 0; index--) {
    const other = Math.floor(lot() * (index + 1));
    [places[index], places[other]] = [places[other], places[index]];
  }
}

/** Park and Miller's generator, two numbers to a lot, so that a lot is finer than any space is big; from 0 up to 1. */
function lots(seed: number): () => number {
  let state = BigInt(seed % (MODULUS - 1) + 1);
  const next = (): number => {
    state = state * MULTIPLIER % BigInt(MODULUS);
    return Number(state) - 1;
  };
  return () => (next() + next() / (MODULUS - 1)) / (MODULUS - 1);
}
