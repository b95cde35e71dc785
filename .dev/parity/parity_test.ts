import { ok, strictEqual } from "node:assert/strict";
import { AGENTS } from "../../engine/mod.ts";
import { playFromRun, playParity } from "./parity_run.ts";

const BASE = { mode: "paper", assets: "BTC,ETH,SOL", from: "2024-01-02", to: "2024-01-03", interval: "15m" };

/** As the shipped answers were recorded: an answer hangs on all that went before. */
const RECORDED = { from: "2024-01-01", to: "2024-01-07", interval: "4h" };

for (const agent of AGENTS.keys()) {
  Deno.test(`parity: paper over a served venue writes the backtest's diary, two days of ${agent}`, async () => {
    const { lines, difference } = await playParity({ ...BASE, agent });
    strictEqual(difference, null, JSON.stringify(difference));
    ok(lines > 192);
  });
}

Deno.test("parity: a week of a model's recorded answers at 4h", async () => {
  const { difference } = await playParity({ ...BASE, ...RECORDED, agent: "llm" });
  strictEqual(difference, null, JSON.stringify(difference));
});

/** A week, and orders over the wire: what paper writes, and more of it. */
const LIVE = { ...BASE, mode: "live", from: "2024-01-01", to: "2024-01-07" };

for (const agent of AGENTS.keys()) {
  Deno.test(`parity: live over a served venue writes the backtest's diary, a week of ${agent}`, async () => {
    const { lines, difference } = await playParity({ ...LIVE, agent });
    strictEqual(difference, null, JSON.stringify(difference));
    ok(lines > 672);
  });
}

Deno.test("parity: live, a week of a model's recorded answers, killed three times and continued", async () => {
  const endAfter = [20, 15, 10];
  const { difference, ends } = await playParity({ ...LIVE, ...RECORDED, agent: "llm", endAfter });
  strictEqual(difference, null, JSON.stringify(difference));
  strictEqual(ends, 3);
});

Deno.test("parity: a live run that is killed and continued three times writes the same diary", async () => {
  const endAfter = [30, 45, 65];
  const { difference, ends } = await playParity({ ...BASE, mode: "live", agent: "random", endAfter });
  strictEqual(difference, null, JSON.stringify(difference));
  strictEqual(ends, 3);
});

for (const [signal, ended] of [["SIGKILL", "killed"], ["SIGINT", "interrupted"]] as const) {
  Deno.test(`parity: a paper run that is ${ended} and continued three times writes the same diary`, async () => {
    const endAfter = [30, 45, 65];
    const { difference, ends } = await playParity({ ...BASE, agent: "random", endAfter, signal });
    strictEqual(difference, null, JSON.stringify(difference));
    strictEqual(ends, endAfter.length);
  });
}

Deno.test("parity: a model's run that is killed and continued asks nothing again", async () => {
  const { difference, ends } = await playParity({
    ...BASE,
    ...RECORDED,
    agent: "llm",
    endAfter: [20, 15, 10],
  });
  strictEqual(difference, null, JSON.stringify(difference));
  strictEqual(ends, 3);
});

for (const agent of ["trend", "random"]) {
  Deno.test(`parity: a backtest of what a paper run of ${agent} saw, ended once on the way, writes its diary`, async () => {
    const { difference, lines, ends } = await playFromRun({ ...BASE, agent, endAfter: [70] });
    strictEqual(difference, null, JSON.stringify(difference));
    ok(lines > 190, `${lines} lines`);
    strictEqual(ends, 1);
  });
}

for (const mode of ["paper", "live"]) {
  Deno.test(`parity: ${mode} with an agent from a file, in its worker, killed on the way`, async () => {
    const agent = new URL("./testing/looking_back.ts", import.meta.url).pathname;
    const { difference, lines, ends } = await playParity({ ...BASE, mode, agent, endAfter: [50] });
    strictEqual(difference, null, JSON.stringify(difference));
    ok(lines > 250, `${lines} lines`);
    strictEqual(ends, 1);
  });
}
