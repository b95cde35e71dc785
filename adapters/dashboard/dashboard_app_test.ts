import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { momentSchema, pageSchema, runRowSchema, runSchema } from "./api/schemas.ts";
import {
  type Asked,
  cycleEntry,
  diaryText,
  manifestOf,
  RUN_ENTRY,
  withDashboard,
} from "./testing/dashboard.ts";

const RUN = "0123abcd";
const FAMILY = "f-00c0ffee";
const JSON_TYPE = { "content-type": "application/json" };

function lines(count: number): string {
  return diaryText([RUN_ENTRY, ...Array.from({ length: count - 1 }, (_, index) => cycleEntry(index))]);
}

function post(asked: Asked, body: unknown, headers: Record<string, string> = {}): RequestInit {
  const known = { authorization: `Bearer ${asked.token}` };
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { method: "POST", body: text, headers: { ...JSON_TYPE, ...known, ...headers } };
}

Deno.test("what the API gives is what its documentation says", () =>
  withDashboard(async ({ put, json }) => {
    put(RUN, { diary: lines(30) });
    const [row] = runRowSchema.array().parse(await json("/api/runs"));
    strictEqual(row.id, RUN);
    const view = runSchema.strict().parse({ ...await json(`/api/runs/${RUN}`) as object });
    strictEqual(view.moment.account.equityUsd!.value, 10_028);
    deepStrictEqual([view.reading.lines, view.reading.fault], [30, null]);
    momentSchema.strict().parse(await json(`/api/runs/${RUN}/moment?seq=7`));
    const api = await json("/api") as { paths: Record<string, Record<string, { parameters: unknown[] }>> };
    const named = [
      "/api/runs",
      "/api/runs/{id}",
      "/api/runs/{id}/diary",
      "/api/runs/{id}/events",
      "/api/families/{id}/ranking",
    ];
    for (const path of [...named, "/api/commands", "/healthz", "/metrics"]) ok(path in api.paths, path);
    const parameters = JSON.stringify(api.paths["/api/runs/{id}/diary"].get.parameters);
    for (const name of ["id", "from", "limit", "kind", "before"]) match(parameters, new RegExp(`"${name}"`));
  }));

Deno.test("every path of the documentation answers, and no other does", () =>
  withDashboard(async ({ put, ask, json }) => {
    put(RUN, { diary: lines(5), manifest: manifestOf(RUN, { familyId: FAMILY }) });
    const { paths } = await json("/api") as { paths: Record<string, object> };
    const queries: Record<string, string> = {
      "/api/runs/{id}/find": "?kind=cycle&seq=0",
      "/api/runs/{id}/candles": "?asset=BTC&interval=1h",
      "/api/compare": `?a=${RUN}&b=${RUN}`,
    };
    for (const [path, methods] of Object.entries(paths)) {
      if (!("get" in methods) || path.endsWith("/events")) continue;
      const id = path.startsWith("/api/families") ? FAMILY : RUN;
      const given = path.replace("{id}", id).replace("{seq}", "1") + (queries[path] ?? "");
      const { status } = await ask(given);
      ok(status === 200 || (status === 409 && /(candles|best|ranking)$/.test(path)), `${given}: ${status}`);
    }
    strictEqual((await ask("/api/nothing")).status, 404);
  }));

Deno.test("lines come as they stand in the file, in pages, from either end, and by what they hold", () =>
  withDashboard(async ({ put, json, ask }) => {
    const fault = { step: "sync", on: "account", what: "gone", done: "waited" } as const;
    const text = diaryText([
      RUN_ENTRY,
      ...Array.from({ length: 300 }, (_, at) => cycleEntry(at, at % 100 === 50 ? { faults: [fault] } : {})),
    ]);
    put(RUN, { diary: text });
    const seqs = async (query: string): Promise<number[]> => {
      const page = pageSchema.parse(await json(`/api/runs/${RUN}/diary${query}`));
      strictEqual(page.total, 301);
      return page.lines.map(({ seq }) => seq);
    };
    deepStrictEqual(await seqs(""), Array.from({ length: 200 }, (_, at) => at));
    deepStrictEqual(await seqs("?from=199&limit=3"), [199, 200, 201]);
    deepStrictEqual(await seqs("?from=-2"), [299, 300]);
    deepStrictEqual(await seqs("?from=301"), []);
    deepStrictEqual(await seqs("?kind=fault"), [251, 151, 51]);
    deepStrictEqual(await seqs("?kind=fault&before=151&limit=1"), [51]);
    const body = await (await ask(`/api/runs/${RUN}/diary?from=7&limit=1`)).text();
    ok(body.includes(text.split("\n")[7]), "the very text of the line");
    for (const wrong of ["?limit=1001", "?limit=0", "?from=x", "?kind=nonsense"]) {
      strictEqual((await ask(`/api/runs/${RUN}/diary${wrong}`)).status, 400, wrong);
    }
  }));

Deno.test("a line that comes later is there at the next look; the moment at a line is as it was then", () =>
  withDashboard(async ({ put, json }) => {
    const path = put(RUN, { diary: lines(1500) });
    const equity = async (query: string): Promise<number> => {
      const moment = momentSchema.parse(await json(`/api/runs/${RUN}/moment${query}`));
      return moment.account.equityUsd!.value;
    };
    strictEqual(await equity(""), 11_498);
    const later = lines(1502).split("\n").slice(1500).join("\n");
    Deno.writeTextFileSync(join(path, "diary.jsonl"), later, { append: true });
    strictEqual(await equity(""), 11_500);
    for (const seq of [1, 499, 500, 501, 502, 1100, 1501]) {
      strictEqual(await equity(`?seq=${seq}`), 9_999 + seq);
    }
    strictEqual(await equity("?cycle=3"), 10_002);
    strictEqual(await equity(`?at=${1_704_067_200_000 + 4 * 900_000 + 1}`), 10_004);
  }));

Deno.test("a damaged, unfinished or newer run shows what can be shown and says what not", () =>
  withDashboard(async ({ put, json, ask }) => {
    const good = lines(20).split("\n");
    const flipped = good.with(12, good[12].replace("10011", "10012")).join("\n");
    put(RUN, { diary: flipped });
    put("0123abce", {
      diary: lines(5) + '{"seq":5,"ki',
      manifest: manifestOf("0123abce", { status: "running" }),
    });
    put("0123abcf", { diary: lines(5), manifest: "{" });
    put("0123abd0", { diary: diaryText([{ kind: "run", schema: 99, key: "k" }]) });
    const view = async (id: string) => runSchema.parse(await json(`/api/runs/${id}`));
    const damaged = await view(RUN);
    match(damaged.reading.fault!, /^line 13: .*hash/);
    strictEqual(damaged.moment.seq, 11);
    strictEqual((await ask(`/api/runs/${RUN}/moment?seq=19`)).status, 200);
    const torn = await view("0123abce");
    deepStrictEqual([torn.reading.lines, torn.reading.fault, torn.run.running], [5, null, false]);
    ok(torn.reading.bytes < torn.reading.size);
    const unreadable = await view("0123abcf");
    match(unreadable.run.damaged!, /damaged/);
    strictEqual(unreadable.moment.seq, 4);
    match((await view("0123abd0")).reading.fault!, /line 1: .*(newer|schema)/);
    strictEqual((await ask("/api/runs")).status, 200);
  }));

Deno.test("no runs: an empty list, no run of any name, and figures of nothing", () =>
  withDashboard(async ({ json, ask }) => {
    deepStrictEqual(await json("/api/runs"), []);
    strictEqual((await ask("/api/runs/last")).status, 404);
    match(await (await ask("/metrics")).text(), /^reprise_runs 0$/m);
  }));

Deno.test("two runs come with what compare says of them, and the first line that differs", () =>
  withDashboard(async ({ put, json, root, compared: asked }) => {
    put(RUN, { diary: lines(9) });
    put("0123abce", { diary: diaryText([RUN_ENTRY, cycleEntry(0), cycleEntry(1, { summary: "other" })]) });
    const compared = async (b: string) =>
      await json(`/api/compare?a=${RUN}&b=${b}`) as Record<string, unknown>;
    const { divergence, comparison } = await compared("0123abce");
    deepStrictEqual(divergence, { seq: 2, close: 1_704_068_100_000, isEnd: false });
    deepStrictEqual(comparison, [{ kind: "verdict", text: "They do not differ." }]);
    strictEqual((await compared(RUN)).divergence, null);
    // The trial ledger lies beside the runs: without it no chance beyond luck is told.
    deepStrictEqual(asked, [
      { words: [join(root, RUN), join(root, "0123abce")], runs: root },
      { words: [join(root, RUN), join(root, RUN)], runs: root },
    ]);
  }));

Deno.test("a command reaches the run with who asked, and its outcome comes back", () =>
  withDashboard(async (asked) => {
    asked.put(RUN, { diary: lines(3), manifest: manifestOf(RUN, { status: "running" }) });
    asked.running.add(RUN);
    const give = async (body: object) => await (await asked.ask("/api/commands", post(asked, body))).json();
    deepStrictEqual(await give({ run: RUN, do: "pause" }), { done: true, lines: ["paused"] });
    await give({ run: RUN, do: "close", asset: "BTC" });
    await give({ run: RUN, do: "stop", flatten: true });
    deepStrictEqual(asked.sent, [
      { do: "pause", by: "dashboard" },
      { do: "close", asset: "BTC", by: "dashboard" },
      { do: "stop", flatten: true, by: "dashboard" },
    ]);
    match((await give({ run: RUN, do: "close", asset: "ETH" })).error, /does not trade/);
    asked.running.clear();
    match((await give({ run: RUN, do: "pause" })).error, /no process runs/);
    strictEqual(asked.sent.length, 3);
  }));

Deno.test("a running run is told to Prometheus", () =>
  withDashboard(async ({ put, ask, running }) => {
    put(RUN, { diary: lines(3), manifest: manifestOf(RUN, { status: "running", agent: 'a"b' }) });
    running.add(RUN);
    const text = await (await ask("/metrics")).text();
    match(text, /^reprise_run_equity_usd\{run="0123abcd",mode="paper",agent="a\\"b"\} 10001$/m);
    for (const line of text.trim().split("\n")) {
      match(line, /^(# (HELP|TYPE) \w+ .+|\w+(\{[^}]*\})? -?[\d.e+-]+)$/);
    }
  }));
