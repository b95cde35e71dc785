/** The first process: it hands words, streams, signals and the exit code on, and asks for no more than is needed. */

import assert from "node:assert/strict";
import { atWork, launcherWords, resultOf, ROOT } from "./workplace.ts";

Deno.test("a run through it is the run itself: its output, its exit code", () =>
  atWork(async (place) => {
    const words = launcherWords("backtest");
    const run = await place.command([...words, "--from", "2024-01-01", "--to", "2024-01-05", "--json"]);
    assert.deepEqual([run.code, run.err], [0, ""]);
    assert.equal(JSON.parse(run.out).metrics.days > 4, true);
    const wrong = await place.command([...words, "--interval", "7m"]);
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /^backtest: no interval "7m"/);
  }));

Deno.test("profiles and templates that stand in a list are each read; a name with a comma is one line", () =>
  atWork(async (place) => {
    Deno.mkdirSync(`${place.path}/mine`);
    const profile = {
      ...{ maxMarginShare: 0.4, maxLeverage: 3, maxGrossLeverage: 1, defaultStopDistance: 0.02 },
      ...{ maxStopDistance: 0.03, defaultTargetDistance: null, coolDownCandles: 3 },
      ...{ dayLossHalt: 0.03, drawdownHalt: 0.1 },
    };
    for (const name of ["a", "b"]) {
      Deno.writeTextFileSync(`${place.path}/mine/${name}.json`, JSON.stringify({ name, ...profile }));
      Deno.writeTextFileSync(`${place.path}/${name}.md`, `${name}: {{assets}} {{contract}}`);
    }
    const words = [...launcherWords("backtest"), "--from", "2024-01-01", "--to", "2024-01-02", "--json"];
    const family = await place.command([...words, "--risk", "mine/a.json,mine/b.json"]);
    assert.deepEqual([family.code, family.err], [0, ""]);
    assert.equal(JSON.parse(family.out).runs.length, 2);
    // The shipped answers are another template's, which is said once both were read.
    const asked = await place.command([...words, "--agent", "llm", "--prompt", "a.md,b.md"]);
    assert.match(asked.out, /no answer is recorded for this request/);
    const refused = await place.command([...words, "--data", "a,b"]);
    assert.equal(refused.code, 2);
    assert.match(refused.err, /^backtest: the path "a,b" has a comma, .+; wanted a name without\ntry: .+\n$/);
  }));

Deno.test("--show-permissions prints them and starts nothing", () =>
  atWork(async (place) => {
    const words = [...launcherWords("backtest"), "--show-permissions"];
    const plain = await place.command(words);
    const [prompt, read, write, ...rest] = plain.out.split("\n");
    assert.deepEqual([plain.code, prompt, write, rest], [0, "--no-prompt", "--allow-write=runs,.cache", [
      "",
    ]]);
    assert.ok(
      read.startsWith(`--allow-read=${ROOT}main.ts,${ROOT}engine,`) &&
        read.endsWith(",.data,.cache,.cassettes,runs"),
    );
    Deno.writeTextFileSync(`${place.path}/.env`, "LLM_MODEL=m\nOPENAI_BASE_URL=http://localhost:1234/v1\n");
    const asks = await place.command([...words, "--agent", "llm", "--llm", "auto"]);
    assert.match(asks.out, /\n--allow-net=localhost:1234\n$/);
    assert.deepEqual(place.runFolders(), []);
  }));

Deno.test("a live run reads its own key, and no other file of the user's", () =>
  atWork(async (place) => {
    const files = {
      ".env": "HYPERLIQUID_PRIVATE_KEY_FILE=keys/own\n",
      "keys/own": "mine",
      "keys/other": "secret",
    };
    Deno.mkdirSync(`${place.path}/keys`);
    for (const [path, text] of Object.entries(files)) Deno.writeTextFileSync(`${place.path}/${path}`, text);
    const shown = await place.command([...launcherWords("live"), "--show-permissions"]);
    const probe = `${place.path}/probe.ts`;
    Deno.writeTextFileSync(
      probe,
      `for (const path of Deno.args) {
        let told = "read";
        try { Deno.readFileSync(path); } catch (error) { told = (error as Error).name; }
        console.log(path, told);
      }`,
    );
    const readable = ["keys/own", ".env", `${ROOT}engine/mod.ts`, `${ROOT}fixtures/instruments.json`];
    const others = [
      "keys/other",
      "probe.ts",
      `${ROOT}deno.json`,
      `${ROOT}.git/config`,
      "/etc/passwd",
      "/proc/self/environ",
    ];
    const flags = shown.out.trim().split("\n");
    const { out, err } = await place.command([
      Deno.execPath(),
      "run",
      ...flags,
      probe,
      ...readable,
      ...others,
    ]);
    const wanted = [...readable.map((path) => `${path} read`), ...others.map((path) => `${path} NotCapable`)];
    assert.deepEqual([out.trim().split("\n"), err], [wanted, ""]);
  }));

Deno.test("an agent reads what it imports from beside it while it is loaded", () =>
  atWork(async (place) => {
    Deno.mkdirSync(`${place.path}/lib`);
    Deno.writeTextFileSync(`${place.path}/lib/name.json`, '{"name":"from-json"}');
    Deno.writeTextFileSync(
      `${place.path}/lib/name.ts`,
      'import named from "./name.json" with { type: "json" };\nexport const name = named.name;\n',
    );
    Deno.writeTextFileSync(
      `${place.path}/mine.ts`,
      `import { name } from "./lib/name.ts";\nimport { defineAgent } from "${ROOT}engine/mod.ts";
      export default defineAgent({ name, create: () => ({ needs: [], decide: () => ({ decisions: [] }) }) });\n`,
    );
    const flags = ["--agent", "./mine.ts", "--from", "2024-01-01", "--to", "2024-01-02", "--json"];
    const run = await place.command([...launcherWords("backtest"), ...flags]);
    assert.deepEqual([run.code, run.err], [0, ""]);
    const { settings } = JSON.parse(Deno.readTextFileSync(JSON.parse(run.out).manifest));
    assert.equal(settings.agent, "from-json");
  }));

Deno.test("a wrong setting is told by it as by any command", () =>
  atWork(async (place) => {
    Deno.writeTextFileSync(`${place.path}/.env`, "LLM_PROVIDER=opnai\n");
    const words = [...launcherWords("backtest"), "--agent", "llm", "--llm", "live"];
    const { code, err } = await place.command(words);
    assert.equal(code, 2);
    assert.equal(
      err,
      'backtest: LLM_PROVIDER "opnai" is not known; wanted openai, openrouter, scripted\n' +
        "try: deno task backtest --help\n",
    );
  }));

Deno.test("a signal to it reaches the run, which ends as it does on Ctrl-C", () =>
  atWork(async (place) => {
    const flags = ["--interval", "5m", "--assets", "BTC", "--agent", "random", "--no-progress"];
    const process = place.spawn([...launcherWords("backtest"), ...flags]);
    const isWriting = (): boolean =>
      place.runFolders().some((id) => sizeOf(`${place.path}/runs/${id}/diary.jsonl`) > 100_000);
    for (let tries = 0; tries < 2000 && !isWriting(); tries++) await new Promise((go) => setTimeout(go, 5));
    process.kill("SIGINT");
    const { code, out } = await resultOf(process);
    assert.equal(code, 130);
    assert.match(out, /interrupted/);
  }));

function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}
