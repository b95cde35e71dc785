/**
 * `deno task parity`: plays a stretch of the shipped market as a backtest and over a served venue, and says whether both
 * wrote the same diary: "equal", or the first difference with its cause.
 */
import { parseArgs } from "node:util";
import { flagsOrUsage } from "../flags_or_usage.ts";
import { type ParityPlan, playParity } from "./parity_run.ts";

const MODES = ["live", "paper"];
const USAGE =
  `Usage: deno task parity [--mode live|paper] [--from 2024-01] [--to 2024-01] [--agent trend] [--interval 15m]
  [--assets BTC,ETH,SOL] [--diary trades|full] [--kill 40,10,7]`;
const { values } = flagsOrUsage(USAGE, () =>
  parseArgs({
    options: {
      mode: { type: "string", default: "live" },
      from: { type: "string", default: "2024-01" },
      to: { type: "string", default: "2024-01" },
      agent: { type: "string", default: "trend" },
      interval: { type: "string", default: "15m" },
      assets: { type: "string", default: "BTC,ETH,SOL" },
      diary: { type: "string", default: "trades" },
      kill: { type: "string", default: "" },
    },
  }));

/** The plan that was typed; `--kill 40,10,7` kills it after so many cycles each time. */
function planned(): ParityPlan {
  const { diary, kill, ...plan } = values;
  if (!MODES.includes(plan.mode)) {
    console.error(`parity: no mode "${plan.mode}"; there are: ${MODES.join(", ")}`);
    Deno.exit(2);
  }
  const endAfter = kill === "" ? [] : kill.split(",").map(Number);
  return { ...plan, also: ["--diary", diary], endAfter };
}

const plan = planned();
const { lines, difference, ends } = await playParity(plan);
const killed = ends === 0 ? "" : `, killed and continued ${ends} times`;
const what = `${plan.mode}, ${plan.agent} on ${plan.interval}, ${plan.from} to ${plan.to}${killed}`;
if (difference === null) console.log(`equal: ${what}, ${lines} lines`);
else {
  const { line, field, cause, expected, found, lines: [first, second] } = difference;
  const values = `${JSON.stringify(expected)} in the backtest, ${JSON.stringify(found)} in ${plan.mode}`;
  console.log(`not equal: ${what}\nline ${line}, ${field}: ${values}; cause: ${cause}`);
  console.log(`\nbacktest  ${first}\n${plan.mode.padEnd(8)}  ${second}`);
  Deno.exit(1);
}
