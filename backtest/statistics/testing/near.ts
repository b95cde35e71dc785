import assert from "node:assert/strict";

/** That a value is as near to the wanted one as its printed digits tell; `within`: relative, or absolute below 1. */
export function near(value: number, wanted: number, within = 1e-10): void {
  const apart = Math.abs(value - wanted);
  assert.ok(apart <= within * Math.max(Math.abs(wanted), 1), `${value}, wanted ${wanted}, apart ${apart}`);
}

/** The same with the distance in parts of the wanted value. */
export function nearPart(value: number, wanted: number, part: number): void {
  assert.ok(
    Math.abs(value / wanted - 1) <= part,
    `${value}, wanted ${wanted}, parts apart ${value / wanted - 1}`,
  );
}
