import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { DAY_MS } from "../../engine/mod.ts";
import { MINUTE } from "../../backtest/testing/market.ts";
import { InfoDesk } from "../../adapters/venue/info/info_desk.ts";
import { TestWallet } from "../../adapters/venue/testing/wallet.ts";
import { BOB, testDesk, WALL, wireText } from "./testing/desk.ts";

const CLOID = "0x000000000000000000000000000000Ab";
const DONE = '{"status":"ok","response":{"type":"default"}}';
const GONE = "Order was never placed, already canceled, or filled.";
const MALFORMED = "422 Failed to deserialize the JSON body into the target type";

type Fields = Record<string, unknown>;

function order(more: Fields = {}): Fields {
  return { a: 0, b: true, p: "90", s: "1", r: false, t: { limit: { tif: "Gtc" } }, ...more };
}

function exit(tpsl: "tp" | "sl", triggerPx: string, more: Fields = {}): Fields {
  const trigger = { isMarket: true, triggerPx, tpsl };
  return { a: 0, b: false, p: "80", s: "1", r: true, t: { trigger }, ...more };
}

function place(...orders: Fields[]): Fields {
  return { type: "order", orders, grouping: "na" };
}

function grouped(grouping: unknown, ...orders: Fields[]): Fields {
  return { type: "order", orders, grouping };
}

function market(more: Fields = {}): Fields {
  return order({ p: "105", t: { limit: { tif: "Ioc" } }, ...more });
}

function statuses(type: string, ...rows: unknown[]): string {
  return JSON.stringify({ status: "ok", response: { type, data: { statuses: rows } } });
}

function refused(response: string): string {
  return JSON.stringify({ status: "err", response });
}

/** What is shown, and actions in their order with the answer to each, to the byte. */
const FLOWS: [what: string, flow: [action: unknown, answer: string][]][] = [
  ["a limit order rests, with the client's number where it has one", [
    [place(order()), statuses("order", { resting: { oid: 1 } })],
    [place(order({ c: CLOID })), statuses("order", { resting: { oid: 2, cloid: CLOID.toLowerCase() } })],
    [place(order({ c: null, t: { limit: { tif: "Alo" } } })), statuses("order", { resting: { oid: 3 } })],
  ]],
  ["an order that takes is filled", [
    [place(market()), statuses("order", { filled: { totalSz: "1.0", avgPx: "100.0", oid: 1 } })],
    [
      place(market({ s: "0.25", t: { limit: { tif: "FrontendMarket" } }, c: CLOID })),
      statuses("order", { filled: { totalSz: "0.25", avgPx: "100.0", oid: 2, cloid: CLOID.toLowerCase() } }),
    ],
    [
      place(order({ p: "101", a: 1 })),
      statuses("order", { filled: { totalSz: "1.0", avgPx: "100.0", oid: 3 } }),
    ],
  ]],
  ["a batch is mixed, and each text ends with its asset's number", [
    [
      place(
        market(),
        order({ s: "0.05" }),
        order({ a: 1, p: "90.00001" }),
        order({ s: "0.001", a: 1 }),
        order({ s: "0" }),
        order({ p: "0" }),
        order({ s: "-1" }),
        order({ r: true, a: 1 }),
        order({ p: "101", t: { limit: { tif: "Alo" } } }),
        market({ p: "99" }),
        order({ s: "100000", p: "100", a: 1 }),
        order({ p: "1" }),
        order({ a: 7 }),
        order(),
      ),
      statuses(
        "order",
        { filled: { totalSz: "1.0", avgPx: "100.0", oid: 1 } },
        { error: "Order must have minimum value of $10. asset=0" },
        { error: "Price must be divisible by tick size. asset=1" },
        { error: "Order has invalid size. asset=1" },
        { error: "Order has zero size. asset=0" },
        { error: "Order has invalid price. asset=0" },
        { error: "Order has invalid size. asset=0" },
        { error: "Reduce only order would increase position. asset=1" },
        { error: "Post only order would have immediately matched, bbo was 99.999@100.01. asset=0" },
        { error: "Order could not immediately match against any resting orders. asset=0" },
        { error: "Insufficient margin to place order. asset=1" },
        { error: "Order price cannot be more than 95% away from the reference price asset=0" },
        { error: "Invalid asset. asset=7" },
        { resting: { oid: 13 } },
      ),
    ],
  ]],
  ["a trigger alone rests, and one on the wrong side of its worst price is refused", [
    [
      place(market(), exit("sl", "95")),
      statuses(
        "order",
        { filled: { totalSz: "1.0", avgPx: "100.0", oid: 1 } },
        { resting: { oid: 2 } },
      ),
    ],
    [place(exit("sl", "95", { p: "96" })), statuses("order", { error: "Invalid TP/SL price. asset=0" })],
    [
      place(exit("sl", "95", { p: "96", t: { trigger: { isMarket: false, triggerPx: "95", tpsl: "sl" } } })),
      statuses("order", { resting: { oid: 4 } }),
    ],
    [place(exit("tp", "110", { s: "0" })), statuses("order", { error: "Order has zero size. asset=0" })],
  ]],
  ["an entry that rests keeps its exits waiting", [
    [
      grouped("normalTpsl", order(), exit("tp", "110"), exit("sl", "85")),
      statuses("order", { resting: { oid: 1 } }, "waitingForFill", "waitingForFill"),
    ],
    [
      grouped("normalTpsl", exit("tp", "110"), exit("sl", "85")),
      refused("Main order cannot be trigger order."),
    ],
    [grouped("normalTpsl", order()), refused("Unexpected number of trigger orders")],
  ]],
  ["an entry that fills places its exits, and exits of a position may be for all of it", [
    [
      grouped("normalTpsl", market(), exit("tp", "110"), exit("sl", "85")),
      statuses(
        "order",
        { filled: { totalSz: "1.0", avgPx: "100.0", oid: 1 } },
        "waitingForTrigger",
        "waitingForTrigger",
      ),
    ],
    [
      grouped("positionTpsl", exit("sl", "90", { s: "0" })),
      statuses("order", "waitingForTrigger"),
    ],
    [grouped("positionTpsl", exit("sl", "90", { r: false })), refused("Trigger order is not reduce only.")],
  ]],
  ["a priority is taken as no grouping", [
    [grouped({ p: 5 }, market()), statuses("order", { filled: { totalSz: "1.0", avgPx: "100.0", oid: 1 } })],
  ]],
  ["an action without orders, or with more than 200, is refused", [
    [place(), refused("Orders are empty")],
    [place(...new Array(201).fill(order())), refused("Signed action over weight limit of 200.")],
    [
      { type: "cancel", cancels: new Array(201).fill({ a: 0, o: 1 }) },
      refused("Signed action over weight limit of 200."),
    ],
  ]],
  ["orders are cancelled by either number, and what is gone says so", [
    [
      place(order(), order({ c: CLOID })),
      statuses(
        "order",
        { resting: { oid: 1 } },
        { resting: { oid: 2, cloid: CLOID.toLowerCase() } },
      ),
    ],
    [
      {
        type: "cancel",
        cancels: [{ a: 0, o: 1 }, { a: 0, o: 1 }, { a: 1, o: 2 }, { a: 9, o: 2 }, { a: 0, o: 99 }],
      },
      statuses(
        "cancel",
        "success",
        { error: `${GONE} asset=0` },
        { error: `${GONE} asset=1` },
        { error: "Invalid asset. asset=9" },
        { error: `${GONE} asset=0` },
      ),
    ],
    [
      { type: "cancelByCloid", cancels: [{ asset: 0, cloid: CLOID }, { asset: 0, cloid: CLOID }] },
      statuses("cancel", "success", { error: `${GONE} asset=0` }),
    ],
    [{ type: "cancel", cancels: [] }, statuses("cancel")],
  ]],
  ["one order is changed with a word, several with a status each", [
    [
      place(order(), order({ c: CLOID })),
      statuses(
        "order",
        { resting: { oid: 1 } },
        { resting: { oid: 2, cloid: CLOID.toLowerCase() } },
      ),
    ],
    [{ type: "modify", oid: 1, order: order({ p: "91" }) }, DONE],
    [
      { type: "modify", oid: 1, order: order({ p: "91" }) },
      refused("Cannot modify canceled or filled order"),
    ],
    [{ type: "modify", oid: CLOID, order: order({ p: "92", c: CLOID }) }, DONE],
    [
      {
        type: "batchModify",
        modifies: [{ oid: CLOID, order: order({ p: "93" }) }, { oid: 1, order: order() }],
      },
      statuses("order", { resting: { oid: 5 } }, { error: "Cannot modify canceled or filled order" }),
    ],
    [
      { type: "batchModify", modifies: [{ oid: 1, order: order() }], a: true },
      statuses("order", { resting: { oid: 6 } }),
    ],
    [
      { type: "modify", oid: 6, order: order({ s: "0.001" }) },
      refused("Error placing new order during modify: Order has invalid size. asset=0"),
    ],
    [
      { type: "batchModify", modifies: [{ oid: 5, order: order({ a: 8 }) }] },
      statuses("order", { error: "Error placing new order during modify: Invalid asset. asset=8" }),
    ],
  ]],
  ["leverage and margin", [
    [{ type: "updateLeverage", asset: 0, isCross: true, leverage: 5 }, DONE],
    [{ type: "updateLeverage", asset: 0, isCross: true, leverage: 5 }, DONE],
    [{ type: "updateLeverage", asset: 0, isCross: true, leverage: 21 }, refused("Invalid leverage value")],
    [{ type: "updateLeverage", asset: 0, isCross: true, leverage: 2.5 }, refused("Invalid leverage value")],
    [{ type: "updateLeverage", asset: 5, isCross: true, leverage: 2 }, refused("Invalid asset.")],
    [
      { type: "updateIsolatedMargin", asset: 0, isBuy: true, ntli: 5 },
      refused("Cannot update margin for empty position."),
    ],
    [
      { type: "updateIsolatedMargin", asset: 0, isBuy: true, ntli: 0 },
      refused("Update to isolated margin cannot be zero."),
    ],
    [place(market()), statuses("order", { filled: { totalSz: "1.0", avgPx: "100.0", oid: 1 } })],
    [
      { type: "updateIsolatedMargin", asset: 0, isBuy: true, ntli: 5 },
      refused("Position does not use isolated margin."),
    ],
    [
      { type: "updateLeverage", asset: 0, isCross: false, leverage: 5 },
      refused("Cannot switch leverage type with open position."),
    ],
    [{ type: "updateLeverage", asset: 1, isCross: false, leverage: 10 }, DONE],
    [place(market({ a: 1 })), statuses("order", { filled: { totalSz: "1.0", avgPx: "100.0", oid: 2 } })],
    [{ type: "updateIsolatedMargin", asset: 1, isBuy: true, ntli: 5_000_000 }, DONE],
    [
      { type: "updateIsolatedMargin", asset: 1, isBuy: true, ntli: -10_000_000 },
      refused("Position does not have sufficient margin for reduction."),
    ],
    [{ type: "updateIsolatedMargin", asset: 7, isBuy: true, ntli: 1 }, refused("Invalid asset.")],
  ]],
  ["what bots send at start-up is done", [
    [{ type: "setReferrer", code: "CCXT1" }, DONE],
    [{ type: "noop" }, DONE],
    [{ type: "reserveRequestWeight", weight: 10 }, DONE],
    [{
      type: "usdClassTransfer",
      signatureChainId: "0x1",
      hyperliquidChain: "Testnet",
      amount: "1",
      toPerp: true,
      nonce: WALL,
    }, DONE],
  ]],
  ["what a recorded market cannot perform is refused by name", [
    [
      { type: "twapOrder", twap: { a: 0, b: true, s: "1", r: false, m: 30, t: false } },
      refused("twapOrder is not simulated"),
    ],
    [{ type: "twapCancel", a: 0, t: 1 }, refused("twapCancel is not simulated")],
    [
      { type: "topUpIsolatedOnlyMargin", asset: 0, leverage: "5" },
      refused("topUpIsolatedOnlyMargin is not simulated"),
    ],
    [{ type: "usdSend", destination: BOB, amount: "1" }, refused("usdSend is not simulated")],
    [{ type: "createSubAccount", name: "x" }, refused("createSubAccount is not simulated")],
    [{ type: "vaultTransfer" }, refused("vaultTransfer is not simulated")],
    [{ type: "multiSig" }, refused("multiSig is not simulated")],
  ]],
  ["what is not as it must be is not read", [
    [{ type: "ordre" }, MALFORMED],
    [{ type: "toString" }, MALFORMED],
    [{ type: "__proto__" }, MALFORMED],
    [{ type: 5 }, MALFORMED],
    [{}, MALFORMED],
    ["order", MALFORMED],
    [null, MALFORMED],
    [{ type: "order", orders: [order()] }, MALFORMED],
    [{ type: "order", orders: order(), grouping: "na" }, MALFORMED],
    [grouped("nested", order()), MALFORMED],
    [grouped({ q: 1 }, order()), MALFORMED],
    ...[
      { a: -1 },
      { a: 0.5 },
      { a: "0" },
      { b: "true" },
      { b: null },
      { p: 90 },
      { p: "" },
      { p: "9e1" },
      { p: "0x9" },
      { p: " 90" },
      { p: "1".repeat(41) },
      { p: "NaN" },
      { s: 1 },
      { r: 0 },
      { t: {} },
      { t: { limit: {} } },
      { t: { limit: { tif: "gtc" } } },
      { t: { limit: { tif: "LiquidationMarket" } } },
      { t: { trigger: { isMarket: true, triggerPx: 95, tpsl: "sl" } } },
      { t: { trigger: { isMarket: true, triggerPx: "95", tpsl: "stop" } } },
      { c: "0x1" },
      { c: 5 },
    ].map((more): [unknown, string] => [place(order(more)), MALFORMED]),
    [{ ...place(order()), builder: { b: "0x1", f: 1 } }, MALFORMED],
    [{ type: "cancel", cancels: [{ a: 0, o: CLOID }] }, MALFORMED],
    [{ type: "cancelByCloid", cancels: [{ asset: 0, cloid: 1 }] }, MALFORMED],
    [{ type: "modify", oid: "1", order: order() }, MALFORMED],
    [{ type: "scheduleCancel", time: "soon" }, MALFORMED],
    [{ type: "updateLeverage", asset: 0, isCross: true, leverage: "5" }, MALFORMED],
    [{ type: "updateIsolatedMargin", asset: 0, isBuy: true, ntli: 0.5 }, MALFORMED],
    [{ type: "approveAgent", agentAddress: BOB, nonce: 1 }, MALFORMED],
    [{ type: "reserveRequestWeight", weight: -1 }, MALFORMED],
    [{ type: "setReferrer" }, MALFORMED],
  ]],
];

for (const [what, flow] of FLOWS) {
  Deno.test(`POST /exchange: ${what}`, async () => {
    const { act } = testDesk();
    for (const [action, answer] of flow) {
      strictEqual(wireText(await act(action)), answer, JSON.stringify(action).slice(0, 300));
    }
  });
}

Deno.test("POST /exchange: the envelope is read as strictly, and what it has beside is not looked at", async () => {
  const { send, changed } = testDesk();
  const action = { type: "noop" };
  const good = { action, nonce: WALL };
  const bad: unknown[] = [
    undefined,
    null,
    5,
    "noop",
    [],
    {},
    { action },
    { ...good, nonce: "1" },
    { ...good, nonce: -1 },
    { ...good, nonce: 1.5 },
    { ...good, nonce: 2 ** 60 },
    { ...good, signature: "0x" },
    { ...good, signature: { r: "0x1", s: "0x1" } },
    { ...good, signature: { r: "1", s: "0x1", v: 27 } },
    { ...good, signature: { r: `0x${"1".repeat(65)}`, s: "0x1", v: 27 } },
    { ...good, vaultAddress: "0x1" },
    { ...good, vaultAddress: 5 },
    { ...good, expiresAfter: "soon" },
  ];
  for (const body of bad) strictEqual(wireText(await send(body, BOB)), MALFORMED, JSON.stringify(body));
  deepStrictEqual(changed, []);
  strictEqual(
    wireText(await send({ ...good, vaultAddress: null, expiresAfter: null, isFrontend: true }, BOB)),
    DONE,
  );
});

Deno.test("POST /exchange: what was signed is not read but looked at, whoever is named, where nobody is trusted", async () => {
  const { send, world } = testDesk({ auth: "verify" });
  const wallet = new TestWallet(21);
  const body = await wallet.sign(place(order()), WALL);
  strictEqual(wireText(await send(body, BOB)), statuses("order", { resting: { oid: 1 } }));
  deepStrictEqual([...world.accounts.keys()], [wallet.address]);
  const { signature: _, ...unsigned } = body;
  strictEqual(wireText(await send(unsigned, BOB)), MALFORMED);
  const nobody = { ...body, signature: { r: "0x5", s: "0x1", v: 27 } };
  strictEqual(wireText(await send(nobody)), refused("Unable to recover signer."));
});

Deno.test("POST /exchange: a house that trusts believes the account that is named, and else the signature", async () => {
  const { send, world } = testDesk();
  const wallet = new TestWallet(22);
  strictEqual(wireText(await send(await wallet.sign({ type: "noop" }, WALL))), DONE);
  strictEqual(
    wireText(await send({ action: { type: "noop" }, nonce: WALL }, BOB.toUpperCase().replace("0X", "0x"))),
    DONE,
  );
  deepStrictEqual([...world.accounts.keys()], [wallet.address, BOB]);
  strictEqual(wireText(await send({ action: { type: "noop" }, nonce: WALL })), MALFORMED);
});

Deno.test("POST /exchange: keys are hashed in the order they were sent, the type last or first", async () => {
  const { send, world } = testDesk({ auth: "verify" });
  const wallet = new TestWallet(23);
  const { type, orders, grouping } = place(order());
  const body = await wallet.sign({ grouping, orders, type, extra: 1 }, WALL);
  strictEqual(wireText(await send(body)), statuses("order", { resting: { oid: 1 } }));
  deepStrictEqual([...world.accounts.keys()], [wallet.address]);
});

Deno.test("POST /exchange: a header that names no account is told so", async () => {
  const { send, world } = testDesk();
  const answer = await send({ action: { type: "noop" }, nonce: WALL }, "bob");
  strictEqual(wireText(answer), '400 x-sim-account must be an address, 0x and 40 hex characters, not "bob"');
  strictEqual(world.accounts.size, 0);
});

Deno.test("POST /exchange: the first body of each client is its signer's", async () => {
  const { send, world } = testDesk({ auth: "verify" });
  const [python, ccxt, nktkas] = [81, 82, 83].map((key) => new TestWallet(key));
  const short = (word: string) => word.replace(/^0x0+/, "0x");
  const signed = await python.sign(place(order()), WALL);
  const { r, s, v } = signed.signature;
  const fromCcxt = await ccxt.sign(place(order()), WALL, { isTestnet: false });
  const bodies = [
    {
      action: signed.action,
      nonce: WALL,
      signature: { r: short(r), s: short(s), v },
      vaultAddress: null,
      expiresAfter: null,
    },
    { nonce: WALL, action: signed.action, signature: fromCcxt.signature },
    await nktkas.sign(place(order()), WALL, { expiresAfter: WALL + 1 }),
  ];
  for (const body of bodies) {
    strictEqual(wireText(await send(body)), statuses("order", { resting: { oid: 1 } }));
  }
  deepStrictEqual([...world.accounts.keys()], [python.address, ccxt.address, nktkas.address]);
});

Deno.test("POST /exchange: whoever was asked about is who signs, for whichever network", async () => {
  const { desk, send, world, house } = testDesk({ auth: "verify" });
  const wallet = new TestWallet(24);
  const info = new InfoDesk(house, desk);
  const asked = { type: "openOrders", user: wallet.address };
  strictEqual(wireText(await info.handle(asked, { ip: "127.0.0.1" })), "[]");
  strictEqual(world.accounts.size, 0);
  await send(await wallet.sign({ type: "noop" }, WALL, { isTestnet: false }));
  deepStrictEqual([...world.accounts.keys()], [wallet.address]);
});

Deno.test("POST /exchange: a person is told of each new account, and once of signatures for mainnet", async () => {
  const { send, house: { warnings: lines } } = testDesk({ auth: "verify" });
  const [bob, alice] = [new TestWallet(31), new TestWallet(32)];
  for (const nonce of [1, 2]) await send(await bob.sign({ type: "noop" }, WALL + nonce));
  strictEqual(lines.length, 1);
  match(lines[0], new RegExp(`^account ${bob.address} opened by its first action \\(noop\\)`));
  for (const nonce of [3, 4]) {
    await send(await bob.sign({ type: "noop" }, WALL + nonce, { isTestnet: false }));
  }
  await send(await alice.sign({ type: "noop" }, WALL, { isTestnet: false }));
  deepStrictEqual(lines.slice(1).map((line) => /mainnet|opened/.exec(line)?.[0]), ["mainnet", "opened"]);
  match(lines[1], new RegExp(`^${bob.address} signs for mainnet: .*throw-away key`));
});

Deno.test("POST /exchange: a nonce is taken once and near the wall's time, never the market's", async () => {
  const { send, house, clock } = testDesk();
  const noop = (nonce: number) => send({ action: { type: "noop" }, nonce }, BOB);
  strictEqual(wireText(await noop(WALL)), DONE);
  strictEqual(wireText(await noop(WALL)), refused(`Invalid nonce: duplicate nonce ${WALL}`));
  match(wireText(await noop(clock.now())), /Invalid nonce: nonce too low \d+ < \d+/);
  house.wall += 3 * DAY_MS;
  strictEqual(
    wireText(await noop(WALL + 1)),
    refused(`Invalid nonce: nonce too low ${WALL + 1} < ${WALL + DAY_MS + 1}`),
  );
});

Deno.test("POST /exchange: an action that expired by the wall is refused and costs five requests an order", async () => {
  const { desk, send, world } = testDesk();
  const late = { action: place(order(), order()), nonce: WALL, expiresAfter: WALL - 1 };
  strictEqual(wireText(await send(late, BOB)), refused("Action already expired"));
  strictEqual(desk.limits.requests.count(BOB), 10);
  strictEqual(world.find(BOB), null);
  const inTime = { ...late, nonce: WALL + 1, expiresAfter: WALL };
  strictEqual(JSON.parse(wireText(await send(inTime, BOB))).status, "ok");
  strictEqual(desk.limits.requests.count(BOB), 12);
});

Deno.test("POST /exchange: vaults and sub-accounts are nobody's, however they are written", async () => {
  const { send } = testDesk({ auth: "verify" });
  const vaultAddress = "0x1719884eb866cb12b2287399b15f7db5e7d775EA";
  const body = await new TestWallet(41).sign({ type: "noop" }, WALL, { vaultAddress });
  const text = refused("Vault not registered: 0x1719884eb866cb12b2287399b15f7db5e7d775ea");
  strictEqual(wireText(await send(body)), text);
  strictEqual(wireText(await send({ ...body, vaultAddress: vaultAddress.slice(2) })), text);
});

Deno.test("POST /exchange: an agent trades for its master, and only its master may approve", async () => {
  const { desk, send, world, house } = testDesk({ auth: "verify" });
  const [master, agent, next] = [51, 52, 53].map((key) => new TestWallet(key));
  const approve = (address: string, nonce: number, agentName?: string) =>
    master.signFields({
      type: "approveAgent",
      agentAddress: address,
      nonce: WALL + nonce,
      ...(agentName === undefined ? {} : { agentName }),
    });
  strictEqual(wireText(await send(await approve(agent.address, 1))), DONE);
  strictEqual(
    wireText(await send(await agent.sign(place(order()), WALL))),
    statuses("order", { resting: { oid: 1 } }),
  );
  deepStrictEqual([...world.accounts.keys()], [master.address]);
  const own = await agent.signFields({
    type: "usdClassTransfer",
    amount: "1",
    toPerp: true,
    nonce: WALL + 1,
  });
  strictEqual(
    wireText(await send(own)),
    refused(`Must deposit before performing actions. User: ${agent.address}`),
  );
  strictEqual(wireText(await send(await approve(agent.address, 2))), refused("Extra agent already used."));
  strictEqual(wireText(await send(await approve(next.address, 3))), DONE);
  const gone = refused(`User or API Wallet ${agent.address} does not exist.`);
  strictEqual(wireText(await send(await agent.sign(place(order()), WALL + 2))), gone);
  strictEqual(wireText(await send(await approve(`0x${"0".repeat(40)}`, 4))), DONE);
  strictEqual(
    wireText(await send(await next.sign({ type: "noop" }, WALL))),
    refused(`User or API Wallet ${next.address} does not exist.`),
  );
  const named = `bot valid_until ${WALL + 5_000}`;
  strictEqual(wireText(await send(await approve(new TestWallet(54).address, 5, named))), DONE);
  deepStrictEqual(desk.roles.agentsOf(master.address), [
    { address: new TestWallet(54).address, name: "bot", validUntil: WALL + 5_000 },
  ]);
  house.wall += 5_001;
  deepStrictEqual(desk.roles.agentsOf(master.address), []);
  strictEqual(
    wireText(await send(await approve(new TestWallet(55).address, 6, named))),
    refused("Agent valid_until already expired."),
  );
  strictEqual(
    wireText(await send(await approve(new TestWallet(55).address, 7, "a name of seventeen"))),
    refused("Agent name must be at most 16 characters"),
  );
  strictEqual(wireText(await send(await approve(new TestWallet(55).address, 8))), DONE);
  const [{ validUntil }] = desk.roles.agentsOf(master.address);
  strictEqual(validUntil, house.wall + 90 * DAY_MS);
});

Deno.test("POST /exchange: what is signed field by field does not expire, and its signed nonce counts", async () => {
  const { send } = testDesk({ auth: "verify" });
  const body = await new TestWallet(61).signFields({
    type: "usdClassTransfer",
    amount: "1",
    toPerp: true,
    nonce: WALL,
  });
  strictEqual(
    wireText(await send({ ...body, expiresAfter: WALL + 1_000 })),
    refused("expiresAfter is not supported for user-signed actions"),
  );
  strictEqual(wireText(await send({ ...body, nonce: WALL + 7 })), DONE);
  strictEqual(
    wireText(await send({ ...body, nonce: WALL + 8 })),
    refused(`Invalid nonce: duplicate nonce ${WALL}`),
  );
});

Deno.test("POST /exchange: a builder asks no more than was approved", async () => {
  const { desk, send, act } = testDesk();
  const builder = "0x6530512A6c89C7cfCEbC3BA7fcD9aDa5f30827a6";
  const none = refused("Builder fee has not been approved");
  const paying = (f: number) => ({ ...place(order()), builder: { b: builder.toLowerCase(), f } });
  strictEqual(wireText(await act(paying(10))), none);
  strictEqual(wireText(await act(paying(0))), statuses("order", { resting: { oid: 1 } }));
  const fields = { signatureChainId: "0x66eee", hyperliquidChain: "Testnet", builder, nonce: WALL - 5 };
  strictEqual(
    wireText(
      await send({
        action: { type: "approveBuilderFee", ...fields, maxFeeRate: "0.01%" },
        nonce: WALL - 5,
      }, BOB),
    ),
    DONE,
  );
  strictEqual(desk.roles.builderFee(BOB, builder.toLowerCase()), 10);
  strictEqual(wireText(await act(paying(10))), statuses("order", { resting: { oid: 2 } }));
  strictEqual(wireText(await act(paying(11))), none);
});

Deno.test("POST /exchange: limits refuse an IP with 429 and an address with the venue's words", async () => {
  const { desk, act, clock } = testDesk({ enforceLimits: true });
  const cancels = new Array(199).fill({ a: 0, o: 1 });
  ok(wireText(await act({ type: "cancel", cancels })).includes(GONE), "weighs 1 and 4");
  for (let sent = 0; sent < 1_195; sent++) strictEqual(wireText(await act({ type: "noop" })), DONE);
  strictEqual(wireText(await act({ type: "noop" })), "429 null");
  await clock.sleepUntil(clock.now() + MINUTE);
  desk.limits.requests.add(BOB, 10_000);
  strictEqual(wireText(await act(place(market({ s: "2" })))).includes("filled"), true, "the slow one");
  // It traded 200 USD, but had sent more than that beyond its ten thousand.
  strictEqual(
    wireText(await act({ type: "noop" })),
    refused(
      "Too many cumulative requests sent (11396 > 10200) for cumulative volume traded $200.00. " +
        "Place taker orders to free up 1 request per USDC traded.",
    ),
  );
  strictEqual(
    wireText(await act({ type: "cancel", cancels: [{ a: 0, o: 1 }] })).includes(GONE),
    true,
    "a cancel",
  );
});

Deno.test("POST /exchange: a scheduled cancel goes by market time", async () => {
  const { act, clock } = testDesk();
  await act(place(order()));
  strictEqual(
    JSON.parse(wireText(await act({ type: "scheduleCancel", time: clock.now() + 4_999 }))).status,
    "err",
  );
  strictEqual(wireText(await act({ type: "scheduleCancel", time: clock.now() + 10 * MINUTE })), DONE);
  await clock.sleepUntil(clock.now() + 11 * MINUTE);
  strictEqual(
    wireText(await act({ type: "cancel", cancels: [{ a: 0, o: 1 }] })),
    statuses("cancel", { error: `${GONE} asset=0` }),
  );
  strictEqual(wireText(await act({ type: "scheduleCancel" })), DONE);
});

Deno.test("POST /exchange: the desk is busy until every account has done what it was given", async () => {
  const { desk, act, send } = testDesk();
  await act(place(order(), order(), order(), order()));
  const modifies = [1, 2, 3, 4].map((oid) => ({ oid, order: order({ p: "91" }) }));
  const slow = act({ type: "batchModify", modifies });
  const quick = send({ action: place(order()), nonce: WALL + 50 }, `0x${"c".repeat(40)}`);
  strictEqual(await Promise.race([slow.then(() => "slow"), quick.then(() => "quick")]), "quick");
  await Promise.resolve();
  ok(desk.busy !== null);
  await slow;
  while (desk.busy !== null) await desk.busy;
});

Deno.test("POST /exchange: what passed the door is told without a signature, and played again comes out the same", async () => {
  const { send, accepted, changed, world, clock } = testDesk({ auth: "verify" });
  const wallet = new TestWallet(71);
  const agent = new TestWallet(72);
  const actions = [
    { type: "updateLeverage", asset: 0, isCross: false, leverage: 3 },
    place(market(), order({ c: CLOID }), order({ s: "0.001" })),
    grouped("normalTpsl", order({ p: "95" }), exit("tp", "110"), exit("sl", "85")),
    { type: "batchModify", modifies: [{ oid: CLOID, order: order({ p: "91" }) }] },
    { type: "cancel", cancels: [{ a: 0, o: 99 }] },
    { type: "updateIsolatedMargin", asset: 0, isBuy: true, ntli: 1_000_000 },
    place(),
  ];
  await send(await wallet.signFields({ type: "approveAgent", agentAddress: agent.address, nonce: WALL }));
  for (const [index, action] of actions.entries()) {
    await clock.sleepUntil(clock.now() + MINUTE);
    await send(await (index % 2 === 0 ? agent : wallet).sign(action, WALL + 1 + index));
  }
  strictEqual(accepted.length, actions.length + 1);
  strictEqual(changed.length, accepted.length);
  ok(!/signature|"[rsv]":/.test(JSON.stringify(accepted)));
  deepStrictEqual(accepted.map(({ address }) => address), accepted.map(() => wallet.address));

  const again = testDesk({ auth: "verify" });
  for (const action of JSON.parse(JSON.stringify(accepted))) {
    await again.clock.sleepUntil(action.time);
    await again.desk.replay(action);
  }
  const [before, after] = [world, again.world].map((one) => one.find(wallet.address)!);
  deepStrictEqual(await after.historicalOrders(100), await before.historicalOrders(100));
  deepStrictEqual(await after.marginState(), await before.marginState());
  strictEqual(again.desk.roles.masterOf(agent.address), wallet.address);
  const used = await agent.sign({ type: "noop" }, WALL + 1);
  strictEqual(wireText(await again.send(used)), refused(`Invalid nonce: duplicate nonce ${WALL + 1}`));
});
