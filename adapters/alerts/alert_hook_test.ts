import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { AlertHook, type HookPace } from "./alert_hook.ts";
import { openAlerts } from "./run_alerts.ts";
import { HookServer } from "./testing/hook_server.ts";
import { alertOf, RUN } from "./testing/samples.ts";

const FAST: HookPace = { gapMs: 5, timeoutMs: 100, backoffMs: 2, lastMs: 300, longestWaitMs: 500 };

interface Opened extends AsyncDisposable {
  readonly hook: AlertHook;
  readonly warnings: string[];
}

function openHook(url: string, pace: Partial<HookPace> = {}): Opened {
  const warnings: string[] = [];
  const address = { url: `${url}/hook?token=SECRET`, shape: "generic" } as const;
  const warn = (line: string): void => void warnings.push(line);
  const hook = new AlertHook({ address, run: RUN, warn, pace: { ...FAST, ...pace } });
  return { hook, warnings, [Symbol.asyncDispose]: () => hook[Symbol.asyncDispose]() };
}

function textsOf({ alerts }: Record<string, unknown>): string[] {
  return (alerts as { text: string }[]).map(({ text }) => text);
}

Deno.test("alert hook: what happens at once goes out together, what happens meanwhile in the next message", async () => {
  await using server = new HookServer();
  await using opened = openHook(server.url, { gapMs: 60 });
  for (const text of ["a", "b"]) opened.hook.tell(alertOf({ text }));
  await server.came(1);
  for (const text of ["c", "d"]) opened.hook.tell(alertOf({ text }));
  await server.came(2);
  deepStrictEqual(server.bodies.map(textsOf), [["a", "b"], ["c", "d"]]);
  ok(server.times[1] - server.times[0] >= 55, "not before its time");
  deepStrictEqual(opened.warnings, []);
});

Deno.test("alert hook: telling takes no time where nobody answers, and at the end it is not waited for long", async () => {
  const never = Promise.withResolvers<Response>();
  const server = new HookServer(() => never.promise);
  const opened = openHook(server.url, { timeoutMs: 60_000, lastMs: 50 });
  const began = performance.now();
  for (let count = 0; count < 1000; count++) opened.hook.tell(alertOf());
  ok(performance.now() - began < 1_000);
  await server.came(1);
  await opened[Symbol.asyncDispose]();
  ok(performance.now() - began < 5_000);
  never.resolve(new Response(null));
  await server[Symbol.asyncDispose]();
});

Deno.test("alert hook: the last alert gets out when the run is over, without the wait between two", async () => {
  await using server = new HookServer();
  const opened = openHook(server.url, { gapMs: 60_000, lastMs: 5_000 });
  opened.hook.tell(alertOf({ text: "a" }));
  await server.came(1);
  opened.hook.tell(alertOf({ text: "last" }));
  await opened[Symbol.asyncDispose]();
  deepStrictEqual(server.bodies.map(textsOf), [["a"], ["last"]]);
});

Deno.test("alert hook: 429 and 5xx are tried again, after as long as the hook says", async () => {
  const answers = [
    new Response('{"parameters":{"retry_after":0.08}}', { status: 429 }),
    new Response(null, { status: 500 }),
    new Response(null, { status: 200 }),
  ];
  await using server = new HookServer((count) => answers[count]);
  await using opened = openHook(server.url);
  opened.hook.tell(alertOf({ text: "a" }));
  await server.came(3);
  deepStrictEqual(server.bodies.map(textsOf), [["a"], ["a"], ["a"]]);
  ok(server.times[1] - server.times[0] >= 75);
  deepStrictEqual(opened.warnings, []);
});

Deno.test("alert hook: after three tries a message is given up, and the next one is tried", async () => {
  await using server = new HookServer((count) => new Response(null, { status: count < 3 ? 503 : 200 }));
  await using opened = openHook(server.url);
  opened.hook.tell(alertOf({ text: "a" }));
  await server.came(3);
  await server.came(4, 60);
  strictEqual(server.bodies.length, 3);
  match(opened.warnings[0], /it answered 503; told of once, it is tried again$/);
  opened.hook.tell(alertOf({ text: "b" }));
  await server.came(4);
  deepStrictEqual([textsOf(server.bodies[3]), server.bodies[3].lost], [["b"], 1]);
});

Deno.test("alert hook: a hook that wants to be left alone for an hour is asked again before that", async () => {
  const answers = [
    new Response(null, { status: 429, headers: { "retry-after": "3600" } }),
    new Response(null),
  ];
  await using server = new HookServer((count) => answers[count]);
  await using opened = openHook(server.url, { longestWaitMs: 20 });
  opened.hook.tell(alertOf({ text: "a" }));
  await server.came(2);
  deepStrictEqual(server.bodies.map(textsOf), [["a"], ["a"]]);
});

Deno.test("alert hook: what does not get through is told of once, by its host alone, and counted in the next message", async () => {
  await using server = new HookServer((count) => new Response(null, { status: count < 2 ? 404 : 200 }));
  await using opened = openHook(server.url);
  for (const [index, text] of ["a", "b", "c", "d"].entries()) {
    opened.hook.tell(alertOf({ text }));
    await server.came(index + 1);
  }
  deepStrictEqual(server.bodies.map(textsOf), [["a"], ["b"], ["c"], ["d"]]);
  deepStrictEqual(server.bodies.map(({ lost }) => lost), [0, 1, 2, 0]);
  const host = new URL(server.url).host;
  const line =
    `alerts: the generic hook at ${host} was not told: it answered 404; told of once, it is tried again`;
  deepStrictEqual(opened.warnings, [line]);
});

Deno.test("alert hook: of more than a hundred that wait the oldest are given up, and told of in the next message", async () => {
  const answered = Promise.withResolvers<Response>();
  await using server = new HookServer((count) => count === 0 ? answered.promise : new Response(null));
  await using opened = openHook(server.url, { timeoutMs: 60_000 });
  opened.hook.tell(alertOf({ text: "first" }));
  await server.came(1);
  for (let count = 0; count < 103; count++) opened.hook.tell(alertOf({ text: `${count}` }));
  answered.resolve(new Response(null));
  await server.came(2);
  opened.hook.tell(alertOf({ text: "last" }));
  await server.came(3);
  deepStrictEqual(textsOf(server.bodies[1]), Array.from({ length: 100 }, (_, index) => `${index + 3}`));
  deepStrictEqual(server.bodies.map(({ lost }) => lost), [0, 3, 0]);
});

Deno.test("alert hook: nobody there, and an answer elsewhere, are faults without the token", async () => {
  const gone = new HookServer();
  await gone[Symbol.asyncDispose]();
  const away = new HookServer(() =>
    new Response(null, { status: 302, headers: { location: `${gone.url}/SECRET` } })
  );
  for (const [url, why] of [[gone.url, /refused/i], [away.url, /it answered 302/]] as const) {
    const opened = openHook(url);
    opened.hook.tell(alertOf());
    await opened[Symbol.asyncDispose]();
    strictEqual(opened.warnings.length, 1);
    match(opened.warnings[0], why);
    ok(!/SECRET|hook\?/.test(opened.warnings[0]), opened.warnings[0]);
  }
  await away[Symbol.asyncDispose]();
});

Deno.test("alerts of a run: new lines and how it ended, thrown on what it throws; old lines are not told again", async () => {
  await using server = new HookServer();
  const terms = { ...RUN, clock: { now: () => 0 }, warn: () => undefined };
  const missed = (detail: string) => ({ kind: "missed", close: 0, cause: "busy", detail }) as const;
  {
    await using alerts = openAlerts({ url: server.url, shape: "generic" }, terms);
    alerts.onEntry(missed("old"), false);
    alerts.onEntry(missed("new"), true);
    await alerts.attend(() => Promise.resolve({ end: "stopped" } as const));
  }
  {
    await using alerts = openAlerts({ url: server.url, shape: "generic" }, terms);
    const failing = alerts.attend(() => Promise.reject(new Error("disk full")));
    strictEqual(await failing.catch(({ message }) => message), "disk full");
  }
  deepStrictEqual(server.bodies.flatMap(textsOf), [
    "the cycle was missed: busy, new",
    "the run was stopped for good by a command",
    "the run failed: disk full",
  ]);
});

Deno.test("alerts of a run: without an address nothing is asked", async () => {
  await using alerts = openAlerts(null, { ...RUN, clock: { now: () => 0 }, warn: () => undefined });
  strictEqual(
    (await alerts.attend(() => Promise.resolve({ end: "interrupted" } as const))).end,
    "interrupted",
  );
});
