/**
 * Tables of passing and failing sources for each rule of the lint plugin: [file, source, what it shows].
 * @module
 */

import assert from "node:assert/strict";
import plugin from "./lint_plugin.ts";

type Row = readonly [file: string, source: string, shows?: string];

interface Table {
  readonly passes: readonly Row[];
  readonly fails: readonly Row[];
}

/** The ids of the rule's reports on a source, without the plugin's name. */
function reportsOf(rule: string, [file, source]: Row): string[] {
  const only = { name: plugin.name, rules: { [rule]: plugin.rules[rule] } };
  return Deno.lint.runPlugin(only, file, source).map((one) => `${one.id.split("/")[1]}: ${one.message}`);
}

function lines(count: number): string {
  return "  x();\n".repeat(count);
}

function nested(depth: number): string {
  return `function f() { ${"if (a) { ".repeat(depth)}${"} ".repeat(depth)}}`;
}

const TABLES: Readonly<Record<string, Table>> = {
  "import-directions": {
    passes: [
      ["engine/model/order.ts", `import { a } from "./candle.ts"; import { z } from "zod";`],
      ["engine/model/hash.ts", `import { createHash } from "node:crypto";`],
      [
        "engine/ports/clock.ts",
        `import type { A } from "../model/time.ts"; import type { B } from "./diary.ts";`,
      ],
      [
        "engine/indicators/ema.ts",
        `import { EMA } from "trading-signals"; import { z } from "npm:zod@4.6.7/mini";`,
      ],
      ["engine/risk/gate.ts", `import { A } from "../model/order.ts"; import { B } from "./profile.ts";`],
      [
        "engine/agents/trend.ts",
        `import { A } from "../indicators/ema.ts"; import type { B } from "../ports/chat.ts";`,
      ],
      [
        "engine/steps/execute.ts",
        `import { A } from "../risk/gate.ts"; import { B } from "../agents/agent.ts";`,
      ],
      ["engine/cycle.ts", `import { A } from "./steps/sync.ts"; import { B } from "./risk/gate.ts";`],
      ["engine/mod.ts", `export * from "./model/order.ts"; export { loop } from "./loop.ts";`],
      ["adapters/openai/chat.ts", `import OpenAI from "openai"; import { A } from "../../engine/mod.ts";`],
      ["adapters/cli/help.ts", `import { A } from "./drawing/table.ts"; import fs from "node:fs";`],
      ["backtest/clock.ts", `import { A } from "../engine/mod.ts"; import { B } from "./exchange/fill.ts";`],
      ["main.ts", `import { A } from "./backtest/mod.ts"; await import("./adapters/openai/mod.ts");`],
      [".dev/tool.ts", `import { A } from "../engine/steps/sync.ts"; import fs from "node:fs";`],
      ["engine/model/order_test.ts", `import assert from "node:assert/strict"; import fc from "fast-check";`],
      [
        "engine/steps/sync_test.ts",
        `import { sync } from "./sync.ts"; import { A } from "./testing/world.ts";`,
      ],
      ["engine/steps/execute_grid_test.ts", `import { execute } from "./execute.ts";`],
      ["engine/agents/llm_test.ts", `import { fakeChat } from "../ports/testing/fake_chat.ts";`],
      [
        "engine/cycle_test.ts",
        `import { world } from "./testing/world.ts"; import { a } from "./steps/sync.ts";`,
      ],
      [
        "engine/indicators/ema_test.ts",
        `import d from "../../fixtures/golden/ema.json" with { type: "json" };`,
      ],
      ["backtest/clock_test.ts", `import { clockContract } from "../engine/ports/clock_contract.ts";`],
      ["adapters/jsonl_diary/diary_test.ts", `import { A } from "../../engine/ports/diary_contract.ts";`],
      [
        "engine/ports/clock_contract.ts",
        `import assert from "node:assert/strict"; import type { A } from "./clock.ts";`,
      ],
    ],
    fails: [
      ["engine/model/order.ts", `import { a } from "../ports/clock.ts";`],
      ["engine/model/order.ts", `import type { a } from "../ports/clock.ts";`, "type imports count"],
      ["engine/model/order.ts", `export { a } from "../ports/clock.ts";`, "re-exports count"],
      ["engine/model/order.ts", `export * from "../ports/clock.ts";`],
      ["engine/model/order.ts", `const a = await import("../ports/clock.ts");`, "dynamic imports count"],
      ["engine/model/order.ts", "const a = await import(`../ports/clock.ts`);"],
      ["engine/model/order.ts", `type A = import("../ports/clock.ts").A;`],
      ["engine/model/order.ts", `import a = require("node:fs");`],
      ["engine/model/order.ts", `const a = await import(path);`, "a path that cannot be checked"],
      ["engine/model/order.ts", `import { createHash } from "node:crypto";`, "only hash.ts hashes"],
      ["engine/model/hash.ts", `import { a } from "node:fs";`],
      ["engine/model/order.ts", `import { EMA } from "trading-signals";`],
      ["engine/model/order.ts", `import { a } from "https://example.org/zod";`],
      ["engine/model/order.ts", `import { a } from "./testing/orders.ts";`, "helpers are for tests"],
      ["engine/mod.ts", `export * from "./ports/clock_contract.ts";`],
      ["engine/cycle.ts", `import { a } from "../backtest/clock.ts";`],
      ["engine/ports/clock.ts", `import { a } from "../risk/gate.ts";`],
      ["engine/risk/gate.ts", `import { a } from "../indicators/ema.ts";`],
      ["engine/agents/trend.ts", `import { a } from "../risk/gate.ts";`],
      ["engine/agents/llm.ts", `import OpenAI from "openai";`],
      ["engine/steps/execute.ts", `import { a } from "./sync.ts";`, "never another step"],
      ["engine/steps/execute_test.ts", `import { a } from "./sync.ts";`, "tests keep the directions"],
      ["engine/steps/execute.ts", `import { a } from "../cycle.ts";`],
      ["engine/util/text.ts", `import { a } from "../ports/clock.ts";`, "a room the table does not know"],
      ["adapters/openai/chat.ts", `import { a } from "../binance/candles.ts";`],
      ["adapters/openai/chat.ts", `import { a } from "../../engine/model/order.ts";`],
      ["adapters/openai/chat.ts", `import { a } from "../../backtest/clock.ts";`],
      ["adapters/openai/chat_test.ts", `import { a } from "../../engine/model/order.ts";`],
      ["backtest/clock.ts", `import { a } from "../adapters/openai/chat.ts";`],
      ["backtest/clock.ts", `import { a } from "../engine/model/time.ts";`],
      ["backtest/clock.ts", `import { a } from "hono";`],
      ["backtest/clock.ts", `import { a } from "npm:@nktkas/hyperliquid@0.33.3";`],
      ["backtest/clock.ts", `import { a } from "node:http";`],
      ["backtest/clock.ts", `import { a } from "../../../elsewhere.ts";`, "out of the project"],
      ["backtest/clock_test.ts", `import { a } from "../engine/steps/testing/world.ts";`],
    ],
  },
  "no-ambient": {
    passes: [
      ["engine/model/time.ts", `const a = candle.Date; const b = { Date: 1 }; interface C { fetch: string }`],
      [
        "engine/model/time.ts",
        `function run(fetch: () => void) { fetch(); } const a = Math.max(1, 2);`,
        "a parameter",
      ],
      [
        "engine/model/time.ts",
        `class A { constructor(private fetch: F) { fetch(); } }`,
        "a parameter property",
      ],
      ["engine/model/time.ts", `type F = (process: number) => void; interface G { a(fetch: F): void }`],
      [
        "engine/model/time.ts",
        `import { process } from "./x.ts"; process.go(); crypto.subtle.digest("SHA-256", a);`,
      ],
      [
        "engine/model/time.ts",
        `const performance = metrics(); const t = performance.now;`,
        "a local of that name",
      ],
      [
        "engine/model/time.ts",
        `for (const [process] of a) process.go(); try { a(); } catch ({ self }) { self(); }`,
      ],
      ["engine/model/time.ts", `const a = Temporal.Instant.fromEpochMilliseconds(1);`],
      ["engine/model/time_test.ts", `const a = Date.now(); Deno.test("x", () => {});`, "tests are free"],
      ["engine/ports/clock_contract.ts", `Deno.test("x", () => {});`],
      ["adapters/system_clock/clock.ts", `const a = Date.now();`],
      ["main.ts", `Deno.exit(Number(process.argv));`],
    ],
    fails: [
      ["engine/model/time.ts", `const a = Date.now();`],
      ["engine/model/time.ts", `const a = new Date(5);`],
      ["engine/model/time.ts", `const a = Date.UTC(2024, 1);`],
      ["engine/model/time.ts", `let a: Date;`],
      ["engine/model/time.ts", `const a = { Date };`, "shorthand is a use"],
      ["engine/model/time.ts", `const a = Temporal.Now.instant();`],
      ["engine/model/time.ts", `const a = Math.random();`],
      ["engine/model/time.ts", `const a = Math["random"]();`],
      ["engine/model/time.ts", `const { random } = Math;`],
      ["engine/model/time.ts", `const a = globalThis.Date;`],
      ["engine/model/time.ts", `const a = crypto.randomUUID();`],
      ["engine/model/time.ts", `crypto.getRandomValues(a);`],
      ["engine/model/time.ts", `const a = performance.now();`],
      ["engine/model/time.ts", `function f(fetch: F) {} fetch("x");`, "the parameter of another function"],
      ["backtest/clock.ts", `setTimeout(f, 5);`],
      ["backtest/clock.ts", `setInterval(f, 5);`],
      ["backtest/clock.ts", `const a = AbortSignal.timeout(5);`],
      ["backtest/clock.ts", `Deno.readTextFileSync("x");`],
      ["backtest/clock.ts", `const a = process.env.X;`],
      ["backtest/clock.ts", `await fetch("x");`],
      ["backtest/clock.ts", `new WebSocket("x");`],
    ],
  },
  "gate-only-approves": {
    passes: [
      ["engine/risk/gate.ts", `import { approve } from "../model/approved_order.ts";`],
      ["engine/risk/gate_test.ts", `import { approve } from "../model/approved_order.ts";`],
      ["engine/model/approved_order.ts", `export const approve = (a: A) => a as ApprovedOrder;`],
      ["engine/model/approved_order_test.ts", `import { approve } from "./approved_order.ts";`],
      [
        "engine/steps/execute.ts",
        `import type { ApprovedOrder } from "../model/approved_order.ts"; let a: ApprovedOrder;`,
      ],
      ["engine/mod.ts", `export type { ApprovedOrder } from "./model/approved_order.ts";`],
      [
        "adapters/x/a.ts",
        `import { approve } from "./forms.ts"; const a = b as ApprovedOrders;`,
        "another approve",
      ],
    ],
    fails: [
      ["engine/steps/execute.ts", `import { approve } from "../model/approved_order.ts";`],
      ["engine/steps/execute_test.ts", `import { approve } from "../model/approved_order.ts";`],
      ["engine/steps/execute.ts", `import { approve as yes } from "../model/approved_order.ts";`],
      ["engine/risk/profile.ts", `import * as all from "../model/approved_order.ts";`],
      ["engine/mod.ts", `export { approve } from "./model/approved_order.ts";`],
      ["engine/mod.ts", `export * from "./model/approved_order.ts";`],
      ["adapters/x/a.ts", `import { approve } from "../../engine/mod.ts";`],
      ["main.ts", `const a = await import("./engine/model/approved_order.ts");`],
      ["engine/risk/gate.ts", `const a = order as ApprovedOrder;`],
      ["adapters/x/a_test.ts", `const a = [order] as unknown as readonly ApprovedOrder[];`],
      ["adapters/x/a.ts", `const a = <ApprovedOrder> order;`],
      [
        "adapters/x/a.ts",
        `import type { ApprovedOrder as Yes } from "../../engine/mod.ts"; const a = b as Yes;`,
      ],
      ["adapters/x/a.ts", `function isIt(a: unknown): a is ApprovedOrder { return true; }`],
    ],
  },
  "function-length": {
    passes: [
      ["main.ts", `function f() {\n${lines(68)}}`],
      ["engine/loop_test.ts", `function f() {\n${lines(100)}}`],
    ],
    fails: [
      ["main.ts", `function f() {\n${lines(69)}}`],
      ["main.ts", `const f = () => {\n${lines(69)}};`],
      ["main.ts", `class A { f() {\n${lines(69)}} }`],
      [".dev/tool.ts", `export default function () {\n${lines(69)}}`],
    ],
  },
  "file-length": {
    passes: [
      ["engine/loop.ts", lines(400)],
      ["main.ts", lines(250)],
      ["engine/loop_test.ts", lines(500)],
    ],
    fails: [
      ["engine/loop.ts", lines(401)],
      ["main.ts", lines(251)],
    ],
  },
  "max-params": {
    passes: [
      [
        "main.ts",
        `function f(a, b, c) {} const g = (a, b, ...c) => 1; class A { constructor(a, private b: B, c = 1) {} }`,
      ],
      ["main.ts", `function f(this: A, a: A, b: A, c: A) {}`, "this is no parameter"],
    ],
    fails: [
      ["main.ts", `function f(a, b, c, d) {}`],
      ["main.ts", `const f = (a, b, c, { d }) => 1;`],
      ["main.ts", `class A { constructor(a, b, private c: C, d = 1) {} }`],
      ["main.ts", `interface A { f(a: A, b: A, c: A, ...d: A[]): void }`],
      ["engine/loop_test.ts", `function f(a, b, c, d) {}`, "tests are not exempt"],
    ],
  },
  "max-nesting": {
    passes: [
      ["main.ts", nested(3)],
      ["main.ts", `for (;;) { if (a) {} else if (b) { while (c) d(); } }`, "else if stays at its depth"],
      [
        "main.ts",
        `for (;;) { if (a) { while (b) c(); } else if (d) { e(); } else if (f) { switch (g) {} } }`,
      ],
      [
        "main.ts",
        `if (a) { for (;;) { try { b(); } finally { c(() => { if (d) e(); }); } } }`,
        "a function begins anew",
      ],
    ],
    fails: [
      ["main.ts", nested(4)],
      ["main.ts", nested(6)],
      ["main.ts", `for (;;) { for (const a in b) { do { try { c(); } finally { d(); } } while (e); } }`],
      ["main.ts", `if (a) {} else if (b) { for (;;) { while (c) { switch (d) {} } } }`],
      [
        "main.ts",
        `for (;;) { for (;;) { for (;;) { if (a) {} else if (b) {} } } }`,
        "one report for the chain",
      ],
    ],
  },
  "no-mode-branch": {
    passes: [
      ["main.ts", `if (mode === "live") a();`, "main.ts composes"],
      ["engine/loop_test.ts", `if (mode === "live") a();`],
      ["adapters/cli/help.ts", `if (command === "backtest") a(); switch (name) { case "paper": b(); }`],
      [
        "adapters/cli/show.ts",
        'const text = `${run.mode} run`; if (mode === other) a(); if (mode === "dark") b();',
      ],
    ],
    fails: [
      ["engine/loop.ts", `if (mode === "live") a();`],
      ["engine/loop.ts", `if ("paper" !== run.settings.mode) a();`],
      ["backtest/mod.ts", `const a = this.#mode == "backtest" ? 1 : 2;`],
      ["backtest/mod.ts", `const a = run?.["mode"] != "replay";`],
      ["adapters/cli/show.ts", `switch (run.mode as Mode) { case "live": a(); }`],
      ["adapters/cli/show.ts", `if (["live", "paper"].includes(run.mode)) a();`],
      ["adapters/cli/show.ts", `if (run.isLive) a();`],
      ["engine/loop.ts", `const isBacktest = a();`],
    ],
  },
  "no-swallow": {
    passes: [
      ["main.ts", `try { a(); } catch (fault) { report(fault); }`],
      ["main.ts", `a().catch((fault) => report(fault)); a.catch();`],
    ],
    fails: [
      ["main.ts", `try { a(); } catch {}`],
      ["main.ts", `try { a(); } catch { /* never mind */ }`],
      ["engine/loop_test.ts", `try { a(); } catch (_) {}`],
      ["main.ts", `a().catch(() => {});`],
      ["main.ts", `a().catch(() => undefined);`],
      ["main.ts", `a().catch(() => null);`],
      ["main.ts", `a().catch(function () {});`],
    ],
  },
  "exemption-reason": {
    passes: [
      ["main.ts", `// deno-lint-ignore reprise/no-swallow -- the socket is closed already\na();`],
      ["main.ts", `// deno-lint-ignore-file reprise/file-length -- one table\na();`],
      ["main.ts", `// deno-lint-ignore no-explicit-any\na();`, "only this project's rules ask for it"],
      ["main.ts", `// a remark on reprise/no-swallow\na();`],
    ],
    fails: [
      ["main.ts", `// deno-lint-ignore reprise/no-swallow\na();`],
      ["main.ts", `// deno-lint-ignore no-explicit-any reprise/no-swallow\na();`],
      ["main.ts", `// deno-lint-ignore reprise/no-swallow --\na();`],
      ["main.ts", `// deno-lint-ignore-file reprise/file-length\na();`],
    ],
  },
};

Deno.test("lint plugin: every rule has a table", () => {
  assert.deepEqual(Object.keys(TABLES).sort(), Object.keys(plugin.rules).sort());
});

for (const [rule, table] of Object.entries(TABLES)) {
  Deno.test(`lint plugin: ${rule} lets pass`, () => {
    for (const row of table.passes) assert.deepEqual(reportsOf(rule, row), [], row.join(" | "));
  });
  Deno.test(`lint plugin: ${rule} reports once`, () => {
    for (const row of table.fails) {
      assert.equal(reportsOf(rule, row).length, 1, row.join(" | ").slice(0, 300));
    }
  });
}

Deno.test("lint plugin: a file outside the project is not judged", () => {
  for (const rule of Object.keys(plugin.rules)) {
    assert.deepEqual(
      reportsOf(rule, ["/elsewhere/engine/model/a.ts", `import "hono"; const a = Date.now();`]),
      [],
    );
  }
});

Deno.test("lint plugin: an absolute path is seen from the project's root", () => {
  const file = decodeURIComponent(new URL("../engine/model/a.ts", import.meta.url).pathname);
  assert.equal(reportsOf("no-ambient", [file, `const a = Date.now();`]).length, 1);
});
