import assert from "node:assert/strict";
import { findings } from "./doc_lint.ts";

function output(rule: string, line: string): string {
  return `error[${rule}]: exported symbol is missing JSDoc documentation\n  --> /x/y.ts:14:12\n   | \n14 |   ${line}\n   | ^\n`;
}

Deno.test("doc lint keeps what a reader needs a word about", () => {
  const kept: [string, string][] = [
    ["missing-jsdoc", "export function judge(order: Order): Verdict {"],
    ["missing-jsdoc", "decide(observation: Observation): Decided;"],
    ["missing-jsdoc", "export class Ledger {"],
    ["missing-return-type", "export function judge(order: Order) {"],
    ["missing-explicit-type", "lastClose = -1;"],
  ];
  for (const [rule, line] of kept) assert.equal(findings(output(rule, line)).length, 1, line);
});

Deno.test("doc lint leaves aside what would only repeat itself", () => {
  const left: [string, string][] = [
    ["missing-jsdoc", "readonly seed: number;"],
    ["missing-jsdoc", "profile?: RiskProfile;"],
    ["missing-jsdoc", 'override readonly name = "UsageError";'],
    ["missing-jsdoc", "constructor(message: string, command: string) {"],
    ["private-type-ref", "readonly calculator: Calculator;"],
  ];
  for (const [rule, line] of left) assert.deepEqual(findings(output(rule, line)), [], line);
});
