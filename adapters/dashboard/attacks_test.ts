import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { AccessToken } from "./access/access_token.ts";
import {
  type Asked,
  type AskedOptions,
  cycleEntry,
  diaryText,
  manifestOf,
  RUN_ENTRY,
  withDashboard,
} from "./testing/dashboard.ts";

const RUN = "0123abcd";
const FAMILY = "f-00c0ffee";
const PAUSE = JSON.stringify({ run: RUN, do: "pause" });
const TYPE = { "content-type": "application/json" };

function running(use: (asked: Asked) => Promise<void>, options?: AskedOptions): Promise<void> {
  return withDashboard(async (asked) => {
    asked.put(RUN, {
      diary: diaryText([RUN_ENTRY, cycleEntry(0)]),
      manifest: manifestOf(RUN, { status: "running", familyId: FAMILY }),
    });
    asked.running.add(RUN);
    await use(asked);
  }, options);
}

/** A command as somebody sends it who has this token, or none. */
function command(token: string | null, headers: Record<string, string> = {}, body = PAUSE): RequestInit {
  const shown = token === null ? {} : { authorization: `Bearer ${token}` };
  return { method: "POST", body, headers: { ...TYPE, ...shown, ...headers } };
}

Deno.test("without the token nothing is done, and nothing else of the request is looked at", () =>
  running(async ({ ask, sent, token }) => {
    const attempts: [name: string, options: RequestInit][] = [
      ["no token", command(null)],
      ["a wrong one", command("0".repeat(48))],
      ["a part of it", command(token.slice(0, -1))],
      ["more than it", command(`${token}0`)],
      ["an empty one", command("")],
      ["in the address", command(null)],
      ["a wrong origin", command(null, { origin: "http://evil.example" })],
      ["no JSON", command(null, {}, "{")],
      ["another type", command(null, { "content-type": "text/plain" })],
      ["no such run", command(null, {}, JSON.stringify({ run: "ffffffff", do: "pause" }))],
      ["too much", command(null, {}, "x".repeat(100_000))],
      ["another's cookie", command(null, { cookie: "reprise-8801=" + token })],
    ];
    const answers = new Set<string>();
    for (const [name, options] of attempts) {
      const response = await ask(
        name === "in the address" ? `/api/commands?token=${token}` : "/api/commands",
        options,
      );
      strictEqual(response.status, 401, name);
      answers.add(await response.text());
    }
    ok(answers.size <= 2, "the answer tells no more than that a token is missing or wrong");
    deepStrictEqual(sent, []);
  }));

Deno.test("with the token a page of somebody else's is refused, and what is no command", () =>
  running(async ({ ask, sent, token }) => {
    const told = async (headers: Record<string, string>, body = PAUSE): Promise<number> =>
      (await ask("/api/commands", command(token, headers, body))).status;
    for (const origin of ["http://evil.example", "http://127.0.0.1:8801", "null", "https://127.0.0.1:8800"]) {
      strictEqual(await told({ origin }), 403, origin);
    }
    strictEqual(await told({ "content-type": "text/plain" }), 400);
    strictEqual(await told({ "content-type": "application/x-www-form-urlencoded" }), 400);
    const bodies = [
      ["{", 400],
      ["null", 400],
      ["[]", 400],
      [JSON.stringify({ run: RUN, do: "explode" }), 400],
      [JSON.stringify({ run: RUN, do: "pause", by: "somebody" }), 400],
      [JSON.stringify({ run: RUN, do: "close", asset: "../x" }), 400],
      [JSON.stringify({ run: "../../etc", do: "pause" }), 404],
      ["x".repeat(100_000), 413],
    ] as const;
    for (const [body, status] of bodies) strictEqual(await told({}, body), status, body.slice(0, 60));
    deepStrictEqual(sent, []);
    strictEqual(await told({ origin: "http://127.0.0.1:8800" }), 200);
    strictEqual(sent.length, 1);
  }));

Deno.test("whoever guesses waits longer each time; whoever knows the token never waits", () =>
  running(async ({ ask, token, pauses }) => {
    for (let tries = 0; tries < 12; tries++) await ask("/api/commands", command(String(tries)));
    ok(pauses.every((pause, at) => at === 0 || pause >= pauses[at - 1]), String(pauses));
    deepStrictEqual([pauses[0], pauses.at(-1)], [150, 4000]);
    await ask("/api/token", { method: "POST", body: '{"token":"guess"}', headers: TYPE });
    strictEqual(pauses.length, 13);
    strictEqual((await ask("/api/commands", command(token))).status, 200);
    strictEqual(pauses.length, 13);
  }));

Deno.test("the token goes into a cookie that no script and no other site can use", () =>
  running(async ({ ask, json, token, sent }) => {
    const login = await ask("/api/token", { method: "POST", body: JSON.stringify({ token }), headers: TYPE });
    const cookie = login.headers.get("set-cookie")!;
    match(cookie, /^reprise-8800=[0-9a-f]{48}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
    const shown = { ...TYPE, cookie: `other=1; ${cookie.split(";")[0]}`, origin: "http://127.0.0.1:8800" };
    strictEqual((await ask("/api/commands", { method: "POST", body: PAUSE, headers: shown })).status, 200);
    strictEqual(sent.length, 1);
    deepStrictEqual(await json("/api/token", { headers: shown }), { known: true });
    const gone = await ask("/api/token", { method: "DELETE", headers: shown });
    match(gone.headers.get("set-cookie")!, /^reprise-8800=; .*Max-Age=0/);
    strictEqual(
      (await ask("/api/token", { method: "POST", body: '{"token":"x"}', headers: TYPE })).status,
      401,
    );
  }));

Deno.test("reading is open on loopback under this machine's names alone; --private and other addresses close it", async () => {
  const reads = [
    "/api/runs",
    `/api/runs/${RUN}`,
    `/api/runs/${RUN}/diary`,
    `/api/runs/${RUN}/events`,
    "/api/families",
    `/api/families/${FAMILY}`,
    `/api/families/${FAMILY}/runs`,
    `/api/families/${FAMILY}/ranking`,
    "/metrics",
    "/api",
  ];
  await running(async ({ ask }) => {
    for (const host of ["127.0.0.1:8800", "localhost:8800", "[::1]:8800"]) {
      strictEqual((await ask("/api/runs", { headers: { host } })).status, 200, host);
    }
    // A page of another site whose name was bound to this machine shows that name.
    for (const host of ["evil.example", "evil.example:8800", "127.0.0.1.evil.example"]) {
      strictEqual((await ask("/api/runs", { headers: { host } })).status, 401, host);
    }
  });
  for (const closed of [{ isPrivate: true }, { isLoopback: false }]) {
    await running(async ({ ask, token }) => {
      for (const path of reads) strictEqual((await ask(path)).status, 401, path);
      const known = { headers: { authorization: `Bearer ${token}` } };
      for (const path of reads.filter((one) => !/(events|ranking)$/.test(one))) {
        strictEqual((await ask(path, known)).status, 200, path);
      }
      strictEqual((await ask("/healthz")).status, 200);
      const shell = await ask("/");
      strictEqual(await shell.text(), "the shell");
      strictEqual(shell.status, 200);
    }, closed);
  }
});

Deno.test("no path is made of an id: what is not listed is not there", () =>
  running(async ({ ask, root, told }) => {
    Deno.writeTextFileSync(join(root, "secret.json"), "secret");
    const ids = ["..", "../..", "%2e%2e", "..%2f..%2fetc%2fpasswd", "%00", "secret.json", ".dashboard-token"];
    for (const id of [...ids, `${RUN}%2f..`, `${RUN}/../${RUN}`, "a".repeat(5000), "last%00", "__proto__"]) {
      const ofRun = ["", "/diary", "/questions/0"].map((rest) => `/api/runs/${id}${rest}`);
      const ofFamily = ["", "/runs", "/best", "/ranking"].map((rest) => `/api/families/${id}${rest}`);
      for (const path of [...ofRun, ...ofFamily]) {
        const { pathname } = new URL(path, "http://x");
        // Dots are resolved before a request is sent: what is left then is another page.
        if (!/^\/api\/(runs|families)\//.test(pathname)) continue;
        const response = await ask(path);
        const isItself = pathname.startsWith(`/api/runs/${RUN}`);
        ok(response.status === 404 || (isItself && response.status < 400), `${path}: ${response.status}`);
        ok(!(await response.text()).includes("secret"), path);
      }
    }
    deepStrictEqual(told, [], "nothing is worked out for a family that is not there");
    for (const query of ["from=-1", "limit=0", "limit=201", "limit=1e9", "from=x", "from=9e99"]) {
      strictEqual((await ask(`/api/families?${query}`)).status, 400, query);
      strictEqual((await ask(`/api/families/${FAMILY}/runs?${query}`)).status, 400, query);
    }
    for (
      const path of ["/.dashboard-token", "/static/index.html", "/../main.ts", "/client.ts"]
    ) {
      strictEqual((await ask(path)).status, 404, path);
    }
  }));

Deno.test("nothing that is sent can run as a script, be framed, or be kept by others on the way", () =>
  running(async ({ ask }) => {
    const paths = [
      "/",
      "/api/runs",
      `/api/runs/${RUN}`,
      "/api/nothing",
      "/api/commands",
      `/api/runs/${RUN}/diary`,
    ];
    for (const path of paths) {
      const { headers } = await ask(path);
      const policy = headers.get("content-security-policy")!;
      match(policy, /default-src 'none'; script-src 'self'; style-src 'self'/, path);
      ok(!/unsafe|https?:|\*/.test(policy), policy);
      strictEqual(headers.get("x-content-type-options"), "nosniff");
      match(policy, /frame-ancestors 'none'/);
      strictEqual(headers.get("cache-control"), "no-store");
      strictEqual(headers.get("access-control-allow-origin"), null);
    }
  }));

Deno.test("script in a model's words leaves as data", () =>
  withDashboard(async ({ put, ask }) => {
    const summary = '</script><script>alert(1)</script><img src=x onerror="alert(1)">';
    put(RUN, { diary: diaryText([RUN_ENTRY, cycleEntry(0, { summary })]) });
    const response = await ask(`/api/runs/${RUN}/diary`);
    match(response.headers.get("content-type")!, /^application\/json/);
    strictEqual((await response.json()).lines[1].summary, summary);
  }));

Deno.test("the disk has the token's hash alone, for its owner; another token takes its place at once", () => {
  const root = Deno.makeTempDirSync({ prefix: "reprise-token-" });
  try {
    const first = AccessToken.open(join(root, "runs"), false);
    const path = join(root, "runs", ".dashboard-token");
    ok(!Deno.readTextFileSync(path).includes(first.shown!));
    if (Deno.build.os !== "windows") strictEqual(Deno.statSync(path).mode! & 0o777, 0o600);
    const again = AccessToken.open(join(root, "runs"), false);
    deepStrictEqual([again.shown, again.matches(first.shown!)], [null, true]);
    const other = AccessToken.open(join(root, "runs"), true);
    deepStrictEqual([first, again].map((one) => one.matches(first.shown!)), [false, false]);
    ok([first, again, other].every((one) => one.matches(other.shown!)));
    Deno.writeTextFileSync(path, "nonsense");
    let said = "";
    try {
      AccessToken.open(join(root, "runs"), false);
    } catch (error) {
      said = (error as Error).message;
    }
    match(said, /damaged.*--new-token/);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
});
