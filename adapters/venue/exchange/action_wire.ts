/**
 * Actions as clients send them, and what they ask for in our own words. Source: exchange-rules 2 and 5.3.
 * @module
 */
import { z } from "zod";
import { DAY_MS } from "../../../engine/mod.ts";
import { NOBODY, wireAddress, wireCloid, wireUint } from "../fields_wire.ts";
import type { AgentApproval, VenueAction } from "./accepted_action.ts";
import type { Assets } from "./assets.ts";
import { groupingOf, orderOf, orderRefOf, wireGrouping, wireOrder, wireOrderRef } from "./order_wire.ts";

/** What an action asks for, and how its answer is written. */
export interface ReadAction {
  readonly action: VenueAction;
  /** `order` and `cancel` answer each part, `default` says that it is done. */
  readonly form: "order" | "cancel" | "default";
  /** The numbers of the assets of its parts. */
  readonly assets: readonly number[];
}

/** What an action is read by. */
export interface ReadingFrame {
  readonly assets: Assets;
  /** ms on the wall. */
  readonly wallNow: number;
}

/** How long an agent may sign where it does not say, and at most. Source: exchange-rules 5.3. */
const AGENT_DAYS = { usual: 90, most: 180 };
const NOTHING: ReadAction = { action: { kind: "nothing" }, form: "default", assets: [] };

const userSigned = {
  signatureChainId: z.string().regex(/^0x[0-9a-fA-F]{1,16}$/),
  hyperliquidChain: z.enum(["Mainnet", "Testnet"]),
  nonce: wireUint,
};
const schemas = {
  order: z.object({
    orders: z.array(wireOrder),
    grouping: wireGrouping,
    builder: z.object({ b: wireAddress, f: wireUint }).nullish(),
  }),
  modify: z.object({ oid: wireOrderRef, order: wireOrder, a: z.boolean().nullish() }),
  batchModify: z.object({
    modifies: z.array(z.object({ oid: wireOrderRef, order: wireOrder })),
    a: z.boolean().nullish(),
  }),
  cancel: z.object({ cancels: z.array(z.object({ a: wireUint, o: wireUint })) }),
  cancelByCloid: z.object({ cancels: z.array(z.object({ asset: wireUint, cloid: wireCloid })) }),
  scheduleCancel: z.object({ time: wireUint.nullish() }),
  updateLeverage: z.object({ asset: wireUint, isCross: z.boolean(), leverage: z.number() }),
  updateIsolatedMargin: z.object({ asset: wireUint, isBuy: z.boolean(), ntli: z.int() }),
  approveAgent: z.object({ ...userSigned, agentAddress: wireAddress, agentName: z.string().nullish() }),
  approveBuilderFee: z.object({
    ...userSigned,
    builder: wireAddress,
    maxFeeRate: z.string().regex(/^\d{1,9}(\.\d{1,9})?%$/),
  }),
  usdClassTransfer: z.object({ ...userSigned, amount: z.string(), toPerp: z.boolean() }),
  reserveRequestWeight: z.object({ weight: wireUint }),
  setReferrer: z.object({ code: z.string() }),
  noop: z.object({}),
};

type Name = keyof typeof schemas;
type Reader<Wire> = (wire: Wire, frame: ReadingFrame) => ReadAction;
type Readers = { readonly [Key in Name]: Reader<z.infer<(typeof schemas)[Key]>> };

const readers: Readers = {
  order({ orders, grouping }, { assets }) {
    const isExit = grouping === "positionTpsl";
    const own = orders.map((wire) => orderOf(wire, { asset: assets.symbol(wire.a), isExit }));
    const action: VenueAction = { kind: "place", orders: own, grouping: groupingOf(grouping) };
    return { action, form: "order", assets: orders.map(({ a }) => a) };
  },
  modify: ({ oid, order, a }, frame) => ({
    ...readers.batchModify({ modifies: [{ oid, order }], a }, frame),
    form: "default",
  }),
  batchModify({ modifies, a }, { assets }) {
    const changes = modifies.map(({ oid, order }) => ({
      order: orderRefOf(oid),
      to: orderOf(order, { asset: assets.symbol(order.a), isExit: false }),
      always: a === true,
    }));
    return {
      action: { kind: "modify", changes },
      form: "order",
      assets: modifies.map(({ order }) => order.a),
    };
  },
  cancel({ cancels }, { assets }) {
    const orders = cancels.map(({ a, o }) => ({ asset: assets.symbol(a), order: o }));
    return { action: { kind: "cancel", orders }, form: "cancel", assets: cancels.map(({ a }) => a) };
  },
  cancelByCloid({ cancels }, { assets }) {
    const orders = cancels.map(({ asset, cloid }) => ({
      asset: assets.symbol(asset),
      order: cloid.toLowerCase(),
    }));
    return { action: { kind: "cancel", orders }, form: "cancel", assets: cancels.map(({ asset }) => asset) };
  },
  scheduleCancel: ({ time }) => done({ kind: "schedule-cancel", time: time ?? null }),
  updateLeverage: ({ asset, isCross, leverage }, { assets }) =>
    done({ kind: "update-leverage", asset: assets.symbol(asset), leverage, isCross }, [asset]),
  updateIsolatedMargin: ({ asset, ntli }, { assets }) =>
    done({ kind: "update-isolated-margin", asset: assets.symbol(asset), micro: ntli }, [asset]),
  approveAgent: (wire, { wallNow }) => done({ kind: "approve-agent", agent: agentOf(wire, wallNow) }),
  approveBuilderFee({ builder, maxFeeRate }) {
    const tenthBps = Math.round(Number(maxFeeRate.slice(0, -1)) * 1_000);
    return done({ kind: "approve-builder", builder: builder.toLowerCase(), tenthBps });
  },
  usdClassTransfer: () => NOTHING,
  reserveRequestWeight: ({ weight }) => done({ kind: "reserve-requests", requests: weight }),
  setReferrer: () => NOTHING,
  noop: () => NOTHING,
};

/** Actions the venue knows and a recorded market cannot perform. */
const NOT_SIMULATED: ReadonlySet<string> = new Set(
  ("twapOrder twapCancel topUpIsolatedOnlyMargin usdSend withdraw3 spotSend sendAsset sendToEvmWithData " +
    "agentSendAsset spotUser createSubAccount subAccountModify subAccountTransfer subAccountSpotTransfer " +
    "vaultTransfer createVault vaultModify vaultDistribute tokenDelegate cDeposit cWithdraw claimRewards " +
    "convertToMultiSigUser multiSig evmUserModify registerReferrer setDisplayName userDexAbstraction " +
    "agentEnableDexAbstraction userSetAbstraction agentSetAbstraction userPortfolioMargin borrowLend " +
    "linkStakingUser stakingLinkDisableTradingUser perpDeploy spotDeploy finalizeEvmContract cSignerAction " +
    "cValidatorAction validatorL1Stream gossipPriorityBid hip3LiquidatorTransfer userOutcome " +
    "activateOutcomeDeployer authorizeAqav2Role liquidate").split(" "),
);

/** Whether an action is one the venue knows and a recorded market cannot perform. */
export function isNotSimulated(type: string): boolean {
  return NOT_SIMULATED.has(type);
}

/** An action as it was sent, in our own words; null where its type is unknown or a field is not as it must be. */
export function readAction(wire: { readonly type: string }, frame: ReadingFrame): ReadAction | null {
  const { type } = wire;
  if (!isName(type)) return null;
  const parsed = schemas[type].safeParse(wire);
  if (!parsed.success) return null;
  return (readers[type] as Reader<unknown>)(parsed.data, frame);
}

/** The builder an order action pays, and its fee in tenths of a basis point; null: none. */
export function builderOf(
  wire: { readonly type: string; readonly builder?: unknown },
): { readonly address: string; readonly tenthBps: number } | null {
  const parsed = wire.type === "order" ? schemas.order.shape.builder.safeParse(wire.builder) : null;
  const builder = parsed?.data ?? null;
  return builder === null ? null : { address: builder.b.toLowerCase(), tenthBps: builder.f };
}

function isName(type: string): type is Name {
  return Object.hasOwn(schemas, type);
}

function done(action: VenueAction, assets: readonly number[] = []): ReadAction {
  return { action, form: "default", assets };
}

/**
 * The agent of an approval. Its name may end with how long it is valid; nobody's address removes the one of that name.
 * More than 180 days are cut to 180: what the venue does with them is not on record.
 */
function agentOf(wire: z.infer<(typeof schemas)["approveAgent"]>, wallNow: number): AgentApproval {
  const [, name, until] = /^(.*?)(?: valid_until (\d{1,15}))?$/s.exec(wire.agentName ?? "")!;
  const most = wallNow + AGENT_DAYS.most * DAY_MS;
  const address = wire.agentAddress.toLowerCase();
  return {
    address: address === NOBODY ? null : address,
    name: name === "" ? null : name,
    validUntil: until === undefined ? wallNow + AGENT_DAYS.usual * DAY_MS : Math.min(Number(until), most),
  };
}
