import type { AgentApproval } from "./accepted_action.ts";
import { AGENT_EXPIRED, AGENT_USED, LONG_NAME, tooManyAgents } from "./refusals_wire.ts";

/** How many agents with a name an account may have. Source: exchange-rules 5.3. */
const MOST_NAMED = 3;
/** How many addresses that were asked about are remembered. */
const MOST_MENTIONED = 10_000;
/** Source: @nktkas/hyperliquid 0.33.3, approveAgent. */
const LONGEST_NAME = 16;

/** An agent of an account. */
export interface Agent {
  /** Lower-case. */
  readonly address: string;
  /** Null: the one without a name. */
  readonly name: string | null;
  /** ms on the wall. */
  readonly validUntil: number;
}

/**
 * Which keys may sign for which accounts, and which builders may ask a fee. An address that was an agent once is never
 * an account or another's agent again: the venue forgets its nonces. Addresses are lower-case.
 * Source: exchange-rules 5.3.
 */
export class Roles {
  readonly #wallNow: () => number;
  readonly #agents = new Map<string, Agent[]>();
  readonly #masters = new Map<string, string>();
  readonly #builders = new Map<string, number>();
  readonly #mentioned = new Set<string>();

  constructor(wallNow: () => number) {
    this.#wallNow = wallNow;
  }

  /** The account an agent may sign for now; null where the address is no agent, or no longer. */
  masterOf(agent: string): string | null {
    const master = this.#masters.get(agent);
    if (master === undefined) return null;
    return this.agentsOf(master).some(({ address }) => address === agent) ? master : null;
  }

  /** Whether an address is an agent or was one. */
  wasAgent(address: string): boolean {
    return this.#masters.has(address);
  }

  /** Notes that somebody has asked about an address: a bot asks about its own before it trades. */
  mention(address: string): void {
    if (this.#mentioned.size >= MOST_MENTIONED) this.#mentioned.clear();
    this.#mentioned.add(address);
  }

  /** Whether somebody has asked about an address. */
  wasMentioned(address: string): boolean {
    return this.#mentioned.has(address);
  }

  /** The agents that may sign for an account now. */
  agentsOf(master: string): readonly Agent[] {
    const now = this.#wallNow();
    return (this.#agents.get(master) ?? []).filter(({ validUntil }) => validUntil >= now);
  }

  /**
   * Approves an agent in the stead of the one with its name, or removes that. Gives the venue's words where that cannot
   * be: then nothing has changed. {@link refusedApproval} comes before it, and not where an approval is played again.
   */
  approve(master: string, { address, name, validUntil }: AgentApproval): string | null {
    const others = this.agentsOf(master).filter((agent) => agent.name !== name);
    if (address !== null) {
      if (address === master || this.#masters.has(address)) return AGENT_USED;
      const named = others.filter((agent) => agent.name !== null).length;
      if (name !== null && named >= MOST_NAMED) return tooManyAgents(MOST_NAMED);
      this.#masters.set(address, master);
    }
    this.#agents.set(master, address === null ? others : [...others, { address, name, validUntil }]);
    return null;
  }

  /** The venue's words where an agent cannot be what is asked for, whoever asks. */
  refusedApproval({ name, validUntil }: AgentApproval): string | null {
    if (name !== null && name.length > LONGEST_NAME) return LONG_NAME;
    return validUntil > this.#wallNow() ? null : AGENT_EXPIRED;
  }

  /** Lets a builder ask a fee of so many tenths of a basis point. */
  approveBuilder(user: string, builder: string, tenthBps: number): void {
    this.#builders.set(`${user} ${builder}`, tenthBps);
  }

  /** The most a builder may ask of a user, tenths of a basis point; 0: nothing was approved. */
  builderFee(user: string, builder: string): number {
    return this.#builders.get(`${user} ${builder}`) ?? 0;
  }
}
