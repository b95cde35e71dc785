import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { ChatAnswer, ChatModel, MarketContext } from "../../engine/mod.ts";
import { type CheckTools, liveCheck } from "./live_check.ts";
import type { LiveOptions } from "./live_options.ts";
import { recordedTerminal } from "./testing/recorded_terminal.ts";

const NOW = Date.UTC(2024, 0, 2, 12, 7);
const MINUTE = 60_000;
const KEY = "0x01";

type Agent = { readonly name: string };
type Tools = CheckTools<{ readonly address: string }, Agent>;
type Markets = Awaited<ReturnType<Tools["openMarkets"]>>;

/** What a world without a fault looks like, and which hosts were asked. */
class World {
  readonly asked: string[] = [];
  closed = 0;
  contexts: Partial<MarketContext>[] = ["BTC", "ETH"].map((asset) => ({ asset, mark: 1, mid: 1 }));
  closes: Record<string, number> = { BTC: NOW - 7 * MINUTE, ETH: NOW - 7 * MINUTE };
  skewMs: number | null = 120;
  tools: Tools;

  constructor() {
    const markets: Markets = {
      clock: { now: () => NOW },
      marketData: {
        contexts: () => this.contexts as MarketContext[],
        candles: (asset) =>
          ({ length: asset in this.closes ? 1 : 0, closeTime: () => this.closes[asset] }) as never,
      },
      timeliness: { clockSkewMs: () => this.skewMs },
      close: () => this.closed++,
    };
    const note = (host: string): void => void this.asked.push(host);
    this.tools = {
      openPlayer: () => Promise.resolve({ player: { agent: { name: "trend" } }, close: () => undefined }),
      readTradingKeys: () => ({ key: KEY, account: null }),
      Wallet: class {
        static named = () => Promise.resolve({ address: "0xnamed" });
        readonly address: string;
        constructor(key: string) {
          if (key !== KEY) throw new Error("the private key is none");
          this.address = "0xabc";
        }
      },
      readAlertSettings: () => null,
      tryHook: () => (note("hook"), Promise.resolve(null)),
      simulatedClock: () => (note("clock"), Promise.resolve(null)),
      openMarkets: () => (note("markets"), Promise.resolve(markets)),
      checkAccount:
        () => (note("account"), Promise.resolve([{ name: "account", isOk: true, text: "0xabc" }])),
      openModel: () => Promise.resolve(null),
    };
  }

  async check(given: Partial<LiveOptions> = {}) {
    const folder = Deno.makeTempDirSync({ prefix: "reprise-check-" });
    const options = {
      ...{ network: "testnet", agent: "trend", assets: ["BTC", "ETH"], interval: "15m", json: false },
      ...{ hyperliquid: "https://api.hyperliquid-testnet.xyz", binance: "https://fapi.binance.com" },
      runs: folder,
      ...given,
    } as unknown as LiveOptions;
    const terminal = recordedTerminal();
    const code = await liveCheck(options, terminal, this.tools);
    const left = [...Deno.readDirSync(folder)].length;
    Deno.removeSync(folder, { recursive: true });
    const text = terminal.printed.join("\n");
    const broken = text.split("\n").filter((line) => line.startsWith("  FIX")).map((line) => line.slice(7));
    return { code, text, broken, left };
  }
}

Deno.test("live --check: all is there, each thing in a line, and nothing is left open or written", async () => {
  const world = new World();
  const { code, text, broken, left } = await world.check();
  deepStrictEqual([code, broken, world.closed, left], [0, [], 1, 0]);
  for (
    const wanted of [
      /^live · testnet · check$/m,
      /ok {3}agent {8}trend on BTC, ETH, every 15m/,
      /ok {3}key {10}of 0xabc/,
      /ok {3}account {6}0xabc/,
      /ok {3}clock {8}the venue's is 120 ms ahead of this machine's/,
      /ok {3}data {9}candles of BTC, ETH every 15m up to 2024-01-02 12:00/,
      /ok {3}model {8}none is asked/,
      /the same command without --check begins$/,
    ]
  ) match(text, wanted);
});

Deno.test("live --check: a hook that is set is sent a test alert, and only its host is named", async () => {
  const world = new World();
  world.tools.readAlertSettings = () => ({ url: "https://hook.example/secret", shape: "generic" });
  const { code, text } = await world.check();
  strictEqual(code, 0);
  match(text, /^ {2}ok {3}test alert {3}hook\.example took it: look whether it arrived$/m);
  ok(world.asked.includes("hook") && !text.includes("secret"));
});

Deno.test("live --check --json: the same as data", async () => {
  const world = new World();
  world.skewMs = -2_300;
  const { code, text } = await world.check({ json: true });
  const { ok: isOk, checks } = JSON.parse(text);
  deepStrictEqual([code, isOk, checks.length], [1, false, 9]);
  deepStrictEqual(
    checks.filter((one: { ok: boolean }) => !one.ok).map(({ name }: { name: string }) => name),
    ["clock"],
  );
});

const SETTINGS: [string, (world: World) => void, RegExp, Partial<LiveOptions>?][] = [
  [
    "no key",
    ({ tools }) => tools.readTradingKeys = () => ({ key: null, account: null }),
    /^key .*set HYPERLIQUID_PRIVATE_KEY_FILE/,
  ],
  ["a key that others can read", ({ tools }) => {
    tools.readTradingKeys = () => {
      throw new Error("k holds a private key, and its rights are 644; type: chmod 600 k");
    };
  }, /^key .*chmod 600 k/],
  [
    "a key that is none",
    ({ tools }) => tools.readTradingKeys = () => ({ key: "x", account: null }),
    /^key .*is none/,
  ],
  [
    "a model without its key",
    ({ tools }) => tools.openPlayer = () => Promise.reject(new Error("wanted OPENAI_API_KEY")),
    /^agent .*OPENAI_API_KEY/,
  ],
  ["a hook that is none", ({ tools }) => {
    tools.readAlertSettings = () => {
      throw new Error("ALERT_WEBHOOK_URL cannot be right");
    };
  }, /^alerts .*ALERT_WEBHOOK_URL/],
  [
    "a folder that cannot be written",
    () => undefined,
    /^folder +\/proc\/none cannot be written: .*; wanted a folder for runs \(--runs\)/,
    { runs: "/proc/none" },
  ],
];

for (const [name, breakIt, wanted, given] of SETTINGS) {
  Deno.test(`live --check, broken: ${name}; named before any host is asked`, async () => {
    const world = new World();
    breakIt(world);
    const { code, broken, text } = await world.check(given);
    deepStrictEqual([code, broken.length, world.asked], [1, 1, []]);
    match(broken[0], wanted);
    match(text, /1 to fix; no host was asked yet$/);
  });
}

const HOSTS: [string, (world: World) => void, RegExp, Partial<LiveOptions>?][] = [
  [
    "no key, and the venue is no simulated one",
    ({ tools }) => {
      tools.readTradingKeys = () => ({ key: null, account: null });
    },
    /^account .*127\.0\.0\.1:1 is no simulated venue/,
    { hyperliquid: "http://127.0.0.1:1" },
  ],
  ["an account that may not be traded", ({ tools }) => {
    tools.checkAccount = () => Promise.resolve([{ name: "wallet", isOk: false, text: "it ended" }]);
  }, /^wallet {7}it ended/],
  [
    "markets that are not reached",
    ({ tools }) => tools.openMarkets = () => Promise.reject(new Error("gone")),
    /^network .*gone/,
  ],
  [
    "an asset without a price",
    (world) => world.contexts[1] = { asset: "ETH", mark: 1, mid: null },
    /^network .*no price of ETH/,
  ],
  ["an asset without candles", (world) => delete world.closes.ETH, /^data .*no candles of ETH every 15m/],
  [
    "candles that are old",
    (world) => world.closes.ETH = NOW - 60 * MINUTE,
    /^data .*: the last is 1h 00m old/,
  ],
  ["a hook that takes no alert", ({ tools }) => {
    tools.readAlertSettings = () => ({ url: "https://hook.example/secret", shape: "generic" });
    tools.tryHook = () => Promise.resolve("it answered 404");
  }, /^test alert +hook\.example did not take it: it answered 404; see ALERT_WEBHOOK_URL/],
  ["a clock that is wrong", (world) => world.skewMs = 1_001, /^clock .*1 s ahead .*timedatectl set-ntp true/],
  [
    "a model that refuses",
    ({ tools }) => tools.openModel = () => Promise.resolve(modelOf("401 wrong key")),
    /^model .*m at p: 401 wrong key/,
  ],
];

function modelOf(reason: string) {
  const parameters = { maxTokens: 8, temperature: null, reasoningEffort: null, options: {} };
  const answer = { status: "failed", reason } as ChatAnswer;
  const model: ChatModel = { ask: () => Promise.resolve(answer) };
  return { choice: { provider: "p", model: "m", parameters }, model };
}

for (const [name, breakIt, wanted, given] of HOSTS) {
  Deno.test(`live --check, broken: ${name}`, async () => {
    const world = new World();
    breakIt(world);
    const { code, broken, text } = await world.check(given);
    deepStrictEqual([code, broken.length], [1, 1]);
    match(broken[0], wanted);
    match(text, /^1 to fix$/m);
  });
}

Deno.test("live --check, broken: hosts that never answer are given up in time, the others are told", async () => {
  const world = new World();
  world.tools = { ...world.tools, checkAccount: () => new Promise(() => undefined), deadlineMs: 50 };
  const began = performance.now();
  const { broken } = await world.check();
  ok(performance.now() - began < 5_000);
  strictEqual(broken.length, 1);
  match(broken[0], /^account .*nobody answered within 50 ms/);
});
