import type { VenueAccount } from "../../../engine/mod.ts";
import type { NamedAsker } from "../asker.ts";
import { wireAddress } from "../fields_wire.ts";
import type { House } from "../house.ts";
import { tradedUsd } from "../info/fees_wire.ts";
import { connectionId } from "../signing/agent_digest.ts";
import { recoverAddress } from "../signing/recover_address.ts";
import { type Signer, SignerFinder } from "../signing/signer_finder.ts";
import { isUserSigned, networkOf, type UserSignedAction, userSignedDigest } from "../signing/user_signed.ts";
import { NOT_UNDERSTOOD, TOO_MUCH } from "../status_wire.ts";
import type { WireAnswer } from "../wire_answer.ts";
import type { AcceptedAction, VenueAction } from "./accepted_action.ts";
import { builderOf, isNotSimulated, type ReadAction, readAction } from "./action_wire.ts";
import type { Requests } from "./address_requests.ts";
import { Assets } from "./assets.ts";
import { type Envelope, readEnvelope } from "./envelope_wire.ts";
import { answerOf, DONE, refusal } from "./exchange_answer_wire.ts";
import { Nonces } from "./nonces.ts";
import { performAction, type Performed } from "./perform_action.ts";
import { RateLimits } from "./rate_limits.ts";
import {
  EXPIRED,
  mustDeposit,
  NO_BUILDER_FEE,
  NO_EXPIRY,
  NO_SIGNER,
  noSuchUser,
  notAnAddress,
  notSimulated,
  noVault,
  OVER_WEIGHT,
} from "./refusals_wire.ts";
import { Roles } from "./roles.ts";

/** The most orders or cancels of one action. Source: exchange-rules 7. */
const MOST_PARTS = 200;
/** What an action costs that came too late. Source: exchange-rules 2.6. */
const STALE_TIMES = 5;

/** Who wants to be told what. */
export interface ExchangeHooks {
  /** An action has passed the door; told before the account does it, so that the order is the account's. */
  accepted?(action: AcceptedAction): void;
  /** Something was asked of an account that may have changed it. */
  changed?(address: string): void;
}

/** An action on its way through the door. */
interface Entering {
  readonly envelope: Envelope;
  readonly read: ReadAction;
  /** Who signed it, lower-case. */
  readonly signer: string;
  /** The account it is for, lower-case. */
  readonly address: string;
  readonly nonce: number;
}

/**
 * POST /exchange: who signed, whether that may be, what it asks for, and the answer. It looks in the order of
 * exchange-rules 2.10.
 *
 * An address that signs and has no account gets one, with the balance of a newcomer. So `User or API Wallet 0x… does
 * not exist.` is said here to agents only that were removed, replaced or have expired. On the venue it is also the sign
 * of a signature over other bytes than were sent; here that opens an account nobody has, and a line tells of each new
 * account. Nonces and `expiresAfter` go by the wall, all else but limits by market time. Builder fees must have been approved but
 * are not taken, and requests are reserved for nothing.
 */
export class ExchangeDesk {
  readonly #house: House;
  readonly #hooks: ExchangeHooks;
  readonly #assets: Assets;
  readonly #nonces = new Nonces();
  readonly #finder: SignerFinder;
  #hasWarned = false;
  /** All that accounts were given to do, until it is done. */
  #performing: Promise<unknown> | null = null;
  /** Agents and builders. */
  readonly roles: Roles;
  /** What IPs and addresses have sent. */
  readonly limits: RateLimits;

  constructor(house: House, hooks: ExchangeHooks = {}) {
    this.#house = house;
    this.#hooks = hooks;
    this.#assets = new Assets(house.world.market.instruments);
    this.roles = new Roles(() => house.wallNow());
    this.limits = new RateLimits(house);
    const isKnown = (address: string): boolean =>
      house.world.find(address) !== null || this.roles.wasAgent(address) || this.roles.wasMentioned(address);
    this.#finder = new SignerFinder(isKnown, (line) => house.warn(line));
  }

  /** Answers a body of /exchange, whatever it is. */
  async handle(body: unknown, from: NamedAsker): Promise<WireAnswer> {
    if (!this.limits.takeExchange(from.ip)) return TOO_MUCH;
    const envelope = readEnvelope(body);
    if (envelope === null) return NOT_UNDERSTOOD;
    const { action } = envelope;
    if (isNotSimulated(action.type)) return refusal(notSimulated(action.type));
    const read = readAction(action, { assets: this.#assets, wallNow: this.#house.wallNow() });
    if (read === null) return NOT_UNDERSTOOD;
    this.limits.addExchange(from.ip, requestsOf(read).count);
    const signer = this.#signerOf(envelope, from);
    return "status" in signer ? signer : await this.#enter(envelope, read, signer);
  }

  /** Plays an accepted action again: what came of it is what came of it before. Market time must be the action's. */
  async replay({ address, nonce, signer, action }: AcceptedAction): Promise<void> {
    this.#nonces.note(signer, nonce);
    const account = this.#house.world.open(address);
    this.#changeRoles(address, action);
    await performAction(account, action);
  }

  /** What an account is still doing: market time must not leave the moment at which it was accepted. Null: nothing. */
  get busy(): Promise<unknown> | null {
    return this.#performing;
  }

  async #enter(envelope: Envelope, read: ReadAction, { address: signer }: Signer): Promise<WireAnswer> {
    const { action } = envelope;
    const master = this.roles.masterOf(signer);
    if (master === null && this.roles.wasAgent(signer)) return refusal(noSuchUser(signer));
    if (master !== null && isUserSigned(action.type)) return refusal(mustDeposit(signer));
    const nonce = isUserSigned(action.type) ? (action as UserSignedAction).nonce as number : envelope.nonce;
    const entering: Entering = { envelope, read, signer, address: master ?? signer, nonce };
    const refused = this.#refusedByDoor(entering) ?? await this.#refusedByLimits(entering);
    if (refused !== null) return refusal(refused);
    const answer = await this.#do(entering);
    this.#hooks.changed?.(entering.address);
    return answer;
  }

  /** Who signed or, in a house that trusts, is named; an answer where that is nobody. */
  #signerOf(envelope: Envelope, { account, connection }: NamedAsker): Signer | WireAnswer {
    if (this.#house.auth === "trust" && account !== null) {
      if (!wireAddress.safeParse(account).success) return { status: 400, text: notAnAddress(account) };
      return { address: account.toLowerCase(), network: "testnet" };
    }
    const { signature } = envelope;
    if (signature === undefined) return NOT_UNDERSTOOD;
    const signer = this.#recover({ ...envelope, signature }, connection);
    if (signer?.network === "mainnet" && !this.#hasWarned) {
      this.#hasWarned = true;
      this.#house.warn(
        `${signer.address} signs for mainnet: whoever reads such a request could send it to the real venue. ` +
          "Use a throw-away key here, and sign for testnet",
      );
    }
    return signer ?? refusal(NO_SIGNER);
  }

  #recover(
    { action, nonce, signature, vaultAddress, expiresAfter, shape }: SignedEnvelope,
    sender: string | undefined,
  ): Signer | null {
    if (isUserSigned(action.type)) {
      const signed = action as UserSignedAction;
      const address = recoverAddress(userSignedDigest(signed), signature);
      return address === null ? null : { address, network: networkOf(signed) };
    }
    const frame = { nonce, vaultAddress: vaultAddress ?? null, expiresAfter: expiresAfter ?? null };
    const id = connectionId(action, frame);
    return id === null ? null : this.#finder.find({ connectionId: id, signature, shape, sender });
  }

  /** The venue's words against an action by what stands around it. */
  #refusedByDoor({ envelope, signer, nonce }: Entering): string | null {
    const { action, vaultAddress, expiresAfter } = envelope;
    const wallNow = this.#house.wallNow();
    const isWhole = !isUserSigned(action.type);
    if (isWhole && vaultAddress != null) {
      return noVault(`0x${vaultAddress.replace(/^0x/, "").toLowerCase()}`);
    }
    if (!isWhole && expiresAfter != null) return NO_EXPIRY;
    return this.#nonces.take(signer, nonce, wallNow);
  }

  /** The venue's words against an action by what the account has sent and approved. */
  async #refusedByLimits({ envelope, read, address }: Entering): Promise<string | null> {
    const requests = requestsOf(read);
    const { action, expiresAfter } = envelope;
    if (expiresAfter != null && this.#house.wallNow() > expiresAfter) {
      this.limits.requests.add(address, STALE_TIMES * requests.count);
      return EXPIRED;
    }
    if (requests.count > MOST_PARTS) return OVER_WEIGHT;
    const builder = builderOf(action);
    if (builder !== null && this.roles.builderFee(address, builder.address) < builder.tenthBps) {
      return NO_BUILDER_FEE;
    }
    return await this.limits.takeRequests(
      address,
      requests,
      async () => tradedUsd(await this.#house.world.find(address)?.fees()),
    );
  }

  async #do({ envelope, read, signer, address, nonce }: Entering): Promise<WireAnswer> {
    const { world } = this.#house;
    const { action } = read;
    const refused = action.kind === "approve-agent" ? this.roles.refusedApproval(action.agent) : null;
    if (refused !== null) return refusal(refused);
    if (world.find(address) === null) this.#greet(address, envelope.action.type);
    const account = world.open(address);
    const reason = this.#changeRoles(address, action);
    if (reason !== null) return refusal(reason);
    this.#hooks.accepted?.({ address, time: this.#house.now(), nonce, signer, action });
    const performed = await this.#perform(account, action);
    return performed === null ? DONE : answerOf(performed, read, this.#assets);
  }

  async #perform(account: VenueAccount, action: VenueAction): Promise<Performed | null> {
    const performing = performAction(account, action);
    if (performing === null) return null;
    const before = this.#performing;
    const all = before === null ? performing : Promise.allSettled([before, performing]);
    this.#performing = all;
    const done = (): void => {
      if (this.#performing === all) this.#performing = null;
    };
    void all.then(done, done);
    return await performing;
  }

  /** Does what an action asks of agents, builders and requests; the venue's words where that cannot be. */
  #changeRoles(address: string, action: VenueAction): string | null {
    if (action.kind === "approve-agent") return this.roles.approve(address, action.agent);
    if (action.kind === "approve-builder") {
      this.roles.approveBuilder(address, action.builder, action.tenthBps);
    }
    if (action.kind === "reserve-requests") this.limits.requests.reserve(address, action.requests);
    return null;
  }

  #greet(address: string, type: string): void {
    this.#house.warn(
      `account ${address} opened by its first action (${type}). If nobody has this address, something was signed ` +
        "that is not what was sent: the live venue would say that the wallet does not exist",
    );
  }
}

type SignedEnvelope = Envelope & { readonly signature: NonNullable<Envelope["signature"]> };

/** What an action counts against its address. */
function requestsOf({ action, assets }: ReadAction): Requests {
  return { count: Math.max(1, assets.length), isCancel: action.kind === "cancel" };
}
