import assert from "node:assert/strict";
import { parseCommandLine } from "./command_line.ts";
import { UsageError } from "./errors.ts";
import type { Known } from "./options.ts";
import type { VenueOptions } from "./venue_options.ts";

const KNOWN: Known = { agents: ["trend"], profiles: ["conservative"], assets: ["BTC", "ETH", "SOL"] };

const DEFAULTS: VenueOptions = {
  from: Date.UTC(2024, 0, 1),
  until: null,
  assets: ["BTC", "ETH", "SOL"],
  speed: 1,
  host: "127.0.0.1",
  port: 8900,
  balanceUsd: 10_000,
  auth: "verify",
  enforceLimits: true,
  state: null,
  interval: "1h",
  runs: "runs",
  data: null,
  source: null,
  funding: "on",
  simulation: {
    slippage: "bps:2",
    latencyMs: 1,
    path: "pessimistic",
    fees: "tier:0",
    partialFills: null,
    maxSlippageBps: 100,
  },
  skipBadRows: false,
  debug: false,
};

function parse(line: string): VenueOptions {
  const parsed = parseCommandLine(line.split(" "), KNOWN);
  assert.equal(parsed.command, "venue");
  return (parsed as { options: VenueOptions }).options;
}

Deno.test("venue: what is left out has the default of the help", () => {
  assert.deepEqual(parse("venue"), DEFAULTS);
});

Deno.test("venue: every flag is read", () => {
  const range = "--from 2024-02 --to 2024-03 --assets ETH --interval 4h";
  const reach = "--speed 0.5 --port 0 --host 0.0.0.0 --auth trust --limits off --state s.jsonl";
  const rest = "--balance 250.5 --runs there --data d --source bybit-perp --funding off --skip-bad-rows";
  assert.deepEqual(parse(`venue ${range} ${reach} ${rest} --slippage none --debug`), {
    ...DEFAULTS,
    from: Date.UTC(2024, 1, 1),
    until: Date.UTC(2024, 3, 1),
    assets: ["ETH"],
    interval: "4h",
    speed: 0.5,
    port: 0,
    host: "0.0.0.0",
    auth: "trust",
    enforceLimits: false,
    state: "s.jsonl",
    balanceUsd: 250.5,
    runs: "there",
    data: "d",
    source: "bybit-perp",
    funding: "off",
    skipBadRows: true,
    simulation: { ...DEFAULTS.simulation, slippage: "none" },
    debug: true,
  });
  assert.equal(parse("venue --step").speed, null);
});

Deno.test("venue: a value that cannot be right is one line with what was wanted", () => {
  const rows: [flags: string, message: RegExp][] = [
    ["--speed 0", /^--speed "0" cannot be right; wanted a number above 0 and up to 1000000, like 60$/],
    ["--speed=-3", /--speed "-3"/],
    ["--speed fast", /--speed "fast"/],
    ["--speed 1e9", /--speed "1e9"/],
    ["--step --speed 60", /^--step and --speed exclude each other/],
    ["--port 65536", /^--port "65536" .* from 0 to 65535$/],
    ["--port http", /--port "http"/],
    ["--host a/b", /^--host "a\/b"/],
    ["--balance 0", /^--balance "0" cannot be right/],
    ["--auth none", /^no kind of auth "none".*verify, trust/],
    ["--limits maybe", /^no value of --limits "maybe"/],
    ["--assets DOGE", /^no asset "DOGE"/],
    ["--interval 7m", /^no interval "7m"/],
    ["--latency zero", /^no flag "--latency"/],
    ["--from 2024-13", /^--from "2024-13"/],
  ];
  for (const [flags, message] of rows) {
    assert.throws(() => parse(`venue ${flags}`), (error: unknown) => {
      assert.ok(error instanceof UsageError, flags);
      assert.equal(error.command, "venue");
      assert.match(error.message, message);
      return true;
    });
  }
});
