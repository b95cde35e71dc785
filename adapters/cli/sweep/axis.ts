/** What varies in a sweep: flags and parameters, each with the values it takes. */

import { quote, UsageError } from "../errors.ts";
import { numbersIn } from "../number_range.ts";

/** A flag or a parameter, with the values it takes. */
export interface Axis {
  /** As a point names it: `risk`, or a parameter's own name. */
  readonly name: string;
  /** Whether it is a parameter of the agent. */
  readonly isParameter: boolean;
  readonly values: readonly string[];
}

/** The command whose flags they are. */
export const SWEEP = "sweep";
const PARAMETER = /^([A-Za-z_$][\w$]*)=(.*)$/s;

/** The values that were typed for a flag: each word a value, or a list of them. */
export function axisOf(name: string, words: readonly string[], kind: "words" | "numbers" | "whole"): Axis {
  const flag = `--${name}`;
  const values = words.flatMap((word) => kind === "whole" ? [word.trim()] : valuesIn(flag, word, kind));
  return { name, isParameter: false, values: eachOnce(flag, values) };
}

/** The parameters that were typed, each `name=values`, a range or a list. */
export function parameterAxes(words: readonly string[]): Axis[] {
  const axes = words.map((word): Axis => {
    const [, name, typed] = PARAMETER.exec(word) ?? [];
    if (name === undefined) {
      throw new UsageError(
        `--param ${quote(word)} cannot be right; wanted name=values, like fast=10..40:5 or fast=10,20`,
        SWEEP,
      );
    }
    const flag = `--param ${name}`;
    return { name, isParameter: true, values: eachOnce(flag, valuesIn(flag, typed, "numbers")) };
  });
  const twice = axes.find(({ name }, index) => axes.findIndex((one) => one.name === name) !== index);
  if (twice === undefined) return axes;
  throw new UsageError(`--param ${twice.name} stands there twice; wanted each parameter once`, SWEEP);
}

function valuesIn(flag: string, typed: string, kind: "words" | "numbers"): string[] {
  return typed.split(",").map((word) => word.trim()).flatMap((word) => {
    if (word === "") {
      throw new UsageError(
        `${flag} ${quote(typed)} cannot be right; wanted a value${
          typed.includes(",") ? " between two commas" : ""
        }`,
        SWEEP,
      );
    }
    return kind === "numbers" ? numbersIn(word, { flag, command: SWEEP }) : [word];
  });
}

function eachOnce(flag: string, values: readonly string[]): readonly string[] {
  if (values.length === 0) throw new UsageError(`${flag} has no value; wanted one or more`, SWEEP);
  const seen = new Set<string>();
  const twice = values.find((value) => seen.size === seen.add(value).size);
  if (twice === undefined) return values;
  throw new UsageError(`${flag} has ${quote(twice)} twice; wanted each value once`, SWEEP);
}
