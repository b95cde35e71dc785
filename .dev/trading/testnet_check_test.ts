/** `testnet-check` as a process, against the real venue server: what we serve must answer as what we simulate. */

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { resultOf } from "../e2e/workplace.ts";
import { ADDRESS, KEY, startVenue, type VenueProcess } from "../venue/venue_process.ts";
import { started } from "../watch/started.ts";

const WITH_KEY = { HYPERLIQUID_PRIVATE_KEY: KEY };
const user = ADDRESS.toLowerCase();

interface Told {
  readonly answers: readonly { asked: string; venue: string; simulator: string; isEqual: boolean }[];
  readonly notAsked: readonly string[];
  readonly left: string | null;
}

async function withVenue(test: (venue: VenueProcess, place: string) => Promise<void>): Promise<void> {
  const place = await Deno.makeTempDir({ prefix: "reprise-testnet-check-" });
  const venue = await startVenue(["--from", "2024-01-02", "--to", "2024-01", "--step"], { folder: place });
  try {
    await test(venue, place);
  } finally {
    await venue.stop();
    await Deno.remove(place, { recursive: true });
  }
}

// deno-lint-ignore no-explicit-any -- an answer as a test looks into it
async function info(url: string, body: object): Promise<any> {
  const headers = { "content-type": "application/json" };
  return await (await fetch(`${url}/info`, { method: "POST", headers, body: JSON.stringify(body) })).json();
}

async function mustBeFlat(url: string): Promise<void> {
  deepStrictEqual(await info(url, { type: "frontendOpenOrders", user }), []);
  deepStrictEqual((await info(url, { type: "clearinghouseState", user })).assetPositions, []);
}

const onError = (): Response => new Response("lost", { status: 500 });

/** Hands everything on to a venue, but for what `change` answers itself. */
function between(venue: VenueProcess, change: (body: string, answer: string) => string) {
  const options = { hostname: "127.0.0.1", port: 0, onListen: () => undefined, onError };
  const server = Deno.serve(options, async (request) => {
    const body = await request.text();
    const { pathname } = new URL(request.url);
    const { method, headers } = request;
    const answer = await fetch(`${venue.url}${pathname}`, { method, headers, body });
    const type = { "content-type": "application/json" };
    return new Response(change(body, await answer.text()), { status: answer.status, headers: type });
  });
  return { url: `http://127.0.0.1:${server.addr.port}`, stop: () => server.shutdown() };
}

Deno.test("testnet-check on the served venue: every answer is the simulator's, and it ends flat", async () => {
  await withVenue(async (venue, place) => {
    const words = ["testnet-check", "--hyperliquid", venue.url, "--json"];
    const { code, out, err } = await resultOf(started(place, words, WITH_KEY));
    const { answers, notAsked, left } = JSON.parse(out) as Told;
    deepStrictEqual(answers.filter(({ isEqual }) => !isEqual), []);
    deepStrictEqual([code, err, left], [0, "", null]);
    ok(answers.length >= 30 && notAsked.length > 0);
    // What the trades of it were: an entry, a part and the rest.
    const said = answers.map(({ venue }) => venue);
    strictEqual(said.filter((text) => text === "filled").length, 2);
    ok(said.includes("filled, waitingForTrigger, waitingForTrigger"));
    ok(said.every((text) => !/^(cannot be read|no answer: [^5]|not sent)/.test(text)), said.join("\n"));
    strictEqual((await info(venue.url, { type: "userFills", user })).length, 3);
    await mustBeFlat(venue.url);
  });
});

Deno.test("testnet-check: another answer is told, one that breaks off is survived, and it ends flat all the same", async () => {
  await withVenue(async (venue, place) => {
    let cut = false;
    const proxy = between(venue, (body, answer) => {
      if (body.includes('"positionTpsl"') && !cut) {
        cut = true;
        throw new Error("the answer is lost");
      }
      return answer.replace("minimum value of $10", "minimum value of 10 USDC");
    });
    try {
      const words = ["testnet-check", "--hyperliquid", proxy.url];
      const { code, out } = await resultOf(started(place, words, WITH_KEY));
      strictEqual(code, 1);
      match(
        out,
        /DIFFERS {2}least order: buy Gtc of just below 10 USD\n\s+venue +error: Order must have minimum value of 10 USDC\.\n\s+simulator +error: Order must have minimum value of \$10\./,
      );
      match(out, /DIFFERS {2}protection: a stop for the whole position/);
      match(out, /\d+ asked, \d+ differ; flat, nothing of it stands/);
      await mustBeFlat(venue.url);
    } finally {
      await proxy.stop();
    }
  });
});

Deno.test("testnet-check: interrupted with a position, it closes that and takes its stop away", async () => {
  await withVenue(async (venue, place) => {
    let child: Deno.ChildProcess | null = null;
    const proxy = between(venue, (body, answer) => {
      if (body.includes('"normalTpsl"')) child?.kill("SIGINT");
      return answer;
    });
    try {
      child = started(place, ["testnet-check", "--hyperliquid", proxy.url, "--json"], WITH_KEY);
      const { code, out } = await resultOf(child);
      strictEqual(code, 130);
      const { answers, left } = JSON.parse(out) as Told;
      ok(answers.length < 20, `${answers.length} were asked`);
      strictEqual(left, null);
      strictEqual((await info(venue.url, { type: "userFills", user })).length, 2);
      await mustBeFlat(venue.url);
      const none = await resultOf(started(place, ["testnet-check", "--hyperliquid", venue.url]));
      deepStrictEqual([none.code, none.out], [1, ""]);
      match(none.err, /no key is set/);
    } finally {
      await proxy.stop();
    }
  });
});
