import assert from "node:assert/strict";
import { launchPlan } from "./launch_plan.ts";
import { variableNames, type Variables } from "./variables.ts";

const BASE = ["--no-prompt", "--allow-read", "--allow-write=runs,.cache"];
const VARIABLES: Variables = { LLM_MODEL: "m", OPENAI_BASE_URL: "http://127.0.0.1:8080/v1" };

function permissions(line: string, variables: Variables = VARIABLES): readonly string[] {
  return launchPlan(line.split(" "), () => variables).permissions;
}

Deno.test("a plain backtest reaches no network and no variable, and reads no settings", () => {
  const unread = () => assert.fail("the settings were read");
  const plan = launchPlan(["backtest", "--from", "2024-01"], unread);
  assert.deepEqual(plan, { permissions: BASE, words: ["backtest", "--from", "2024-01"], isShown: false });
  assert.deepEqual(launchPlan(["backtest", "--llm", "record"], unread).permissions, BASE);
});

Deno.test("runs may be kept in a folder of one's own, and there alone", () => {
  const [prompt, read] = BASE;
  const written = "--allow-write=ab,.cache";
  assert.deepEqual(permissions("backtest --runs ab"), [prompt, read, written]);
  assert.deepEqual(permissions("sweep --runs=ab").slice(0, 3), [prompt, read, written]);
});

Deno.test("a replay reads what names the model, no key, and reaches nothing", () => {
  const names = `--allow-env=${variableNames({ access: false }).join(",")}`;
  const wanted = ["--no-prompt", "--allow-read", "--allow-write=runs,.cache,.cassettes", names];
  for (
    const line of [
      "backtest --agent llm",
      "backtest --agent=llm --llm replay",
      "backtest --agent llm --llm typo",
    ]
  ) {
    assert.deepEqual(permissions(line), wanted, line);
  }
});

Deno.test("whoever asks a model reaches its host and nothing else", () => {
  for (const source of ["record", "auto", "live"]) {
    const [, , , env, net, ...rest] = permissions(`backtest --agent llm --llm ${source}`);
    assert.deepEqual([net, rest], ["--allow-net=127.0.0.1:8080", []]);
    assert.match(env, /OPENAI_API_KEY/);
  }
  const [net] = permissions("backtest --agent llm --llm=live", { LLM_PROVIDER: "openrouter" }).slice(-1);
  assert.equal(net, "--allow-net=openrouter.ai:443");
  assert.deepEqual(permissions("probe-memory --llm live").slice(-1), ["--allow-net=127.0.0.1:8080"]);
});

Deno.test("a folder of one's own for answers may be written, and it alone", () => {
  assert.equal(permissions("backtest --agent llm --cassettes ab")[2], "--allow-write=runs,.cache,ab");
});

Deno.test("--show-permissions is for the first process, the second does not see it", () => {
  const plan = launchPlan(["backtest", "--show-permissions", "--json"], () => ({}));
  assert.deepEqual([plan.words, plan.isShown], [["backtest", "--json"], true]);
});

Deno.test("a venue listens where it is told to, reaches nobody, and writes runs and its state", () => {
  const [prompt, read] = BASE;
  const venue = (line: string): readonly string[] => permissions(`venue ${line}`.trim());
  assert.deepEqual(venue(""), [...BASE, "--allow-net=127.0.0.1:8900"]);
  assert.deepEqual(venue("--port 9000 --host ::1"), [...BASE, "--allow-net=[::1]:9000"]);
  const kept = "--allow-write=runs,.cache,ab.jsonl";
  assert.deepEqual(venue("--state ab.jsonl"), [prompt, read, kept, "--allow-net=127.0.0.1:8900"]);
  assert.deepEqual(venue("--agent llm --llm live"), venue(""));
  assert.ok(venue("--runs there").includes("--allow-write=there,.cache"));
  for (const wrong of ["--port 99999", "--port x", "--port=", "--host a..b", "--host a:b"]) {
    assert.deepEqual(venue(wrong), BASE, wrong);
  }
});

Deno.test("paper reaches both markets' hosts, or the venue's that stands in for them, and the model's where it asks one", () => {
  const hosts = "--allow-net=api.hyperliquid.xyz:443,fapi.binance.com:443,fstream.binance.com:443";
  assert.deepEqual(permissions("paper"), ["--no-prompt", "--allow-read", "--allow-write=runs", hosts]);
  const testnet = permissions("paper --network testnet");
  assert.equal(
    testnet.at(-1),
    "--allow-net=api.hyperliquid-testnet.xyz:443,fapi.binance.com:443,fstream.binance.com:443",
  );
  assert.equal(permissions("paper --hyperliquid=http://127.0.0.1:8900").at(-1), "--allow-net=127.0.0.1:8900");
  const asking = permissions("paper --agent llm --runs mine --hyperliquid http://127.0.0.1:8900");
  assert.equal(asking.at(-1), "--allow-net=127.0.0.1:8900,127.0.0.1:8080");
  assert.ok(asking.includes("--allow-write=mine,.cassettes"));
  assert.equal(permissions("paper --agent llm --llm replay").at(-1), hosts);
});

Deno.test("what is set for live prices becomes flags, and what was typed goes before it", () => {
  const variables = { ASSETS: "BTC", INTERVAL: "1h", HYPERLIQUID_BASE_URL: "http://127.0.0.1:8900" };
  const plan = launchPlan(["paper", "--interval", "4h"], () => variables);
  assert.deepEqual(plan.words, [
    "paper",
    "--interval",
    "4h",
    "--hyperliquid=http://127.0.0.1:8900",
    "--assets=BTC",
  ]);
  assert.equal(plan.permissions.at(-1), "--allow-net=127.0.0.1:8900");
});

Deno.test("do writes to the folder of runs, or to the run that is named by its path, and to nothing else", () => {
  const written = (line: string): string | undefined => permissions(`do ${line}`).at(-1);
  assert.equal(written("last pause"), "--allow-write=runs");
  assert.equal(written("last pause --runs ab"), "--allow-write=ab");
  assert.equal(written("--runs=mine last stop"), "--allow-write=mine");
  assert.equal(written("../there/0123abcd close BTC"), "--allow-write=runs,../there/0123abcd");
  assert.equal(written("last close kBONK/USDC"), "--allow-write=runs");
});

Deno.test("who is told is reached, and its address is read in the process alone: it becomes no flag", () => {
  const told = { ALERT_WEBHOOK_URL: "https://api.telegram.org/bot1:SECRET/sendMessage?chat_id=1" };
  const plan = launchPlan(["paper"], () => told);
  assert.match(plan.permissions.at(-1)!, /,api\.telegram\.org:443$/);
  assert.ok(plan.permissions.includes("--allow-env=ALERT_WEBHOOK_URL,ALERT_WEBHOOK_SHAPE"));
  assert.ok(!JSON.stringify(plan).includes("SECRET"));
  assert.equal(permissions("paper").some((flag) => flag.startsWith("--allow-env")), false);
  assert.throws(() => launchPlan(["paper"], () => ({ ALERT_WEBHOOK_URL: "nonsense" })), /ALERT_WEBHOOK_URL/);
});

Deno.test("live reaches the testnet unless mainnet is typed, and reads an account's key", () => {
  const env = "--allow-env=HYPERLIQUID_PRIVATE_KEY,HYPERLIQUID_PRIVATE_KEY_FILE,HYPERLIQUID_ACCOUNT_ADDRESS";
  const testnet = "--allow-net=api.hyperliquid-testnet.xyz:443,fapi.binance.com:443,fstream.binance.com:443";
  assert.deepEqual(permissions("live", {}), [
    ...["--no-prompt", "--allow-read", "--allow-write=runs"],
    ...[env, testnet],
  ]);
  assert.match(permissions("live --network mainnet", {}).at(-1)!, /=api\.hyperliquid\.xyz:443,/);
  const asking = permissions("live --agent llm --hyperliquid http://127.0.0.1:8900");
  assert.equal(asking.at(-1), "--allow-net=127.0.0.1:8900,127.0.0.1:8080");
  assert.match(asking.at(-2)!, /OPENAI_API_KEY.*,HYPERLIQUID_PRIVATE_KEY,/);
});

Deno.test("live: the variable alone does not make it the mainnet", () => {
  const variables = { HYPERLIQUID_NETWORK: "mainnet" };
  assert.throws(() => permissions("live", variables), /only where --network mainnet is typed/);
  assert.match(permissions("live --network mainnet", variables).at(-1)!, /=api\.hyperliquid\.xyz:443,/);
  assert.match(permissions("live --network=testnet", variables).at(-1)!, /testnet/);
  assert.match(permissions("paper", variables).at(-1)!, /=api\.hyperliquid\.xyz:443,/);
});

Deno.test("live says which keys it does not read; no other command minds them", () => {
  const variables = { MNEMONIC: "six words", LIGHTER_PRIVATE_KEY: "ff" };
  const { notes } = launchPlan(["live"], () => variables);
  assert.deepEqual(notes?.map((note) => note.split(" is set")[0]), [
    "live: MNEMONIC",
    "live: LIGHTER_PRIVATE_KEY",
  ]);
  assert.ok(!notes.join().includes("six words"));
  assert.deepEqual(launchPlan(["live"], () => ({})).notes, []);
  assert.equal(launchPlan(["paper"], () => variables).notes, undefined);
});

Deno.test("a replay writes nothing but its cache, what if writes a run, and only an agent that may be asked reaches a host", () => {
  const [prompt, read] = BASE;
  assert.deepEqual(permissions("replay last --from-cycle 3"), [prompt, read, "--allow-write=.cache"]);
  const open = permissions("replay last --risk moderate --runs mine");
  assert.deepEqual(open, [prompt, read, "--allow-write=mine,.cache"]);
  const names = `--allow-env=${variableNames({ access: false }).join(",")}`;
  for (const closing of ["--closed", "--prompt=p.txt", "--model m"]) {
    const closed = permissions(`replay last ${closing}`);
    assert.deepEqual(closed, [prompt, read, "--allow-write=runs,.cache", names], closing);
  }
  const asking = permissions("replay last --fees tier:1 --closed --llm auto");
  assert.equal(asking[2], "--allow-write=runs,.cache,.cassettes");
  assert.equal(asking.at(-1), "--allow-net=127.0.0.1:8080");
  assert.deepEqual(permissions("replay last --fees tier:1 --llm auto").length, 3);
});

Deno.test("a dashboard may listen at its own address, by flag, else by the variables, and write where runs are", () => {
  const of = (line: string, variables: Variables = {}) => launchPlan(line.split(" "), () => variables);
  const base = ["--no-prompt", "--allow-read", "--allow-write=runs,.cache"];
  assert.deepEqual(of("dashboard").permissions, [...base, "--allow-net=127.0.0.1:8800"]);
  assert.deepEqual(of("dashboard").runtime, ["--v8-flags=--optimize-for-size"]);
  const set = { API_HOST: "10.0.0.5", API_PORT: "9000", APP_PORT: "9100" };
  const settled = of("dashboard", set);
  assert.equal(settled.permissions.at(-1), "--allow-net=10.0.0.5:9100");
  assert.deepEqual(settled.words, ["dashboard", "--host=10.0.0.5", "--port=9100"]);
  const typed = of("dashboard --port 8801 --runs mine", { ...set, API_HOST: "" });
  assert.deepEqual(typed.words.slice(0, 5), ["dashboard", "--port", "8801", "--runs", "mine"]);
  assert.ok(typed.permissions.includes("--allow-write=mine,.cache"));
  assert.equal(of("dashboard --host ::1").permissions.at(-1), "--allow-net=[::1]:8800");
});

Deno.test("beside a run the dashboard's address joins the markets' only where it is asked for", () => {
  const of = (line: string, variables: Variables = {}) => launchPlan(line.split(" "), () => variables);
  const venue = "paper --hyperliquid http://127.0.0.1:8900";
  assert.equal(of(venue, { APP_PORT: "9100" }).permissions.at(-1), "--allow-net=127.0.0.1:8900");
  const beside = of(`${venue} --dashboard`, { APP_PORT: "9100" });
  assert.equal(beside.permissions.at(-1), "--allow-net=127.0.0.1:8900,127.0.0.1:9100");
  assert.equal(beside.words.at(-1), "--dashboard-port=9100");
  const typed = of(`${venue} --dashboard --dashboard-port 0`, { APP_PORT: "9100" });
  assert.equal(typed.permissions.at(-1), "--allow-net=127.0.0.1:8900,127.0.0.1:0");
});

Deno.test("the recorder asks where the variables say; what was typed goes before them", () => {
  const own = {
    HYPERLIQUID_BASE_URL: "http://127.0.0.1:1",
    BINANCE_BASE_URL: "http://127.0.0.1:2",
    BINANCE_ARCHIVE_URL: "http://127.0.0.1:3",
  };
  const record = launchPlan(["record", "--binance=http://127.0.0.1:4", "--assets", "BTC"], () => own);
  assert.equal(record.permissions.at(-1), "--allow-net=127.0.0.1:1,127.0.0.1:4,127.0.0.1:3");
  assert.deepEqual(record.words.slice(-2), [
    "--hyperliquid=http://127.0.0.1:1",
    "--archive=http://127.0.0.1:3",
  ]);
  const unread = () => assert.fail("the settings were read");
  assert.deepEqual(launchPlan(["record", "from-run", "last"], unread).words, ["record", "from-run", "last"]);
});
