/** The file of a sweep: the flags as JSON, and whole points in a list. */

import { FailureError, quote, unknownName, UsageError } from "../errors.ts";
import type { RawFlags } from "../flag_reader.ts";
import { SWEEP } from "./axis.ts";

/** What a file may say, by how it is said: values that vary, one value, or yes and no. */
export interface SpecFields {
  readonly many: readonly string[];
  readonly one: readonly string[];
  readonly switches: readonly string[];
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Reads the file of a sweep as flags. Throws a UsageError that names the field, or a FailureError where there is no file. */
export function readSpec(path: string, fields: SpecFields): RawFlags {
  const json = parsed(path, textOf(path));
  if (json === null || typeof json !== "object" || Array.isArray(json)) {
    throw new UsageError(
      `${path} is ${kindOf(json)}; wanted an object like {"agent": ["trend", "random"]}`,
      SWEEP,
    );
  }
  const flags = Object.entries(json).map((
    [name, value],
  ) => [camel(name), flagOf(name, value, { path, fields })]);
  return Object.fromEntries(flags);
}

interface Of {
  readonly path: string;
  readonly fields: SpecFields;
}

function flagOf(name: string, value: Json, of: Of): string | boolean | string[] {
  const { path, fields } = of;
  if (name === "param") return parameters(value, path);
  if (name === "list") return list(value, of);
  if (fields.many.includes(name)) {
    return Array.isArray(value) ? value.map((one) => word(name, one, path)) : [word(name, value, path)];
  }
  if (fields.one.includes(name)) return word(name, value, path);
  if (fields.switches.includes(name)) {
    if (typeof value === "boolean") return value;
    throw wrong({ path, name, value, wanted: "true or false" });
  }
  const known = ["param", "list", ...fields.many, ...fields.one, ...fields.switches];
  throw unknownName({ command: SWEEP, what: `field in ${path}`, typed: name, known, list: true });
}

/** `{"fast": "10..40:5", "slow": [50, 100]}` as `fast=10..40:5` and `slow=50,100`. */
function parameters(value: Json, path: string): string[] {
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw wrong({
      path,
      name: "param",
      value,
      wanted: 'an object like {"fast": "10..40:5", "slow": [50, 100]}',
    });
  }
  return Object.entries(value).map(([name, values]) => {
    const words = Array.isArray(values) ? values : [values];
    return `${name}=${words.map((one) => word(`param.${name}`, one, path)).join(",")}`;
  });
}

/** Each entry as the settings it makes. */
function list(value: Json, { path, fields }: Of): string[] {
  const wanted = 'a list of points like [{"agent": "trend"}, {"agent": "./mine.ts", "param": {"fast": 10}}]';
  if (!Array.isArray(value) || value.length === 0) throw wrong({ path, name: "list", value, wanted });
  return value.map((entry) => {
    if (entry === null || typeof entry !== "object" || Array.isArray(entry)) {
      throw wrong({ path, name: "list", value: entry, wanted });
    }
    return JSON.stringify(
      Object.entries(entry as { readonly [name: string]: Json }).flatMap(([name, typed]) => {
        if (name === "param") {
          return parameters(typed, path).map((text) => {
            const at = text.indexOf("=");
            return { name: text.slice(0, at), isParameter: true, value: text.slice(at + 1) };
          });
        }
        if (fields.many.includes(name)) {
          return [{ name, isParameter: false, value: word(name, typed, path) }];
        }
        throw unknownName({
          ...{ command: SWEEP, what: `field in a point of ${path}`, typed: name },
          ...{ known: ["param", ...fields.many], list: true },
        });
      }),
    );
  });
}

function word(name: string, value: Json, path: string): string {
  if (typeof value === "string" && value.trim() !== "") return value.trim();
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw wrong({ path, name, value, wanted: "a text or a number" });
}

function wrong(
  { path, name, value, wanted }: { path: string; name: string; value: Json; wanted: string },
): UsageError {
  return new UsageError(`${path}: ${name} is ${quote(JSON.stringify(value))}; wanted ${wanted}`, SWEEP);
}

function textOf(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound ? "it is not there" : (error as Error).message;
    throw new FailureError(`cannot read ${path}: ${why}; wanted the JSON file of a sweep`);
  }
}

function parsed(path: string, text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is not JSON: ${(error as Error).message}`, SWEEP);
  }
}

function kindOf(json: Json): string {
  return json === null ? "null" : Array.isArray(json) ? "a list" : `a ${typeof json}`;
}

function camel(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
