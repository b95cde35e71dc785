import type { House } from "../house.ts";

/** An agent that may sign for an account. */
export interface NamedAgent {
  /** Null: the one without a name. */
  readonly name: string | null;
  /** Lower-case. */
  readonly address: string;
  /** ms on the wall. */
  readonly validUntil: number;
}

/** Who signs for whom, as far as it is shown; addresses are lower-case. */
export interface RoleBook {
  /** The account an address signs for as its agent; null: it is no agent. */
  masterOf(address: string): string | null;
  /** Whether an address is an agent or was one. */
  wasAgent(address: string): boolean;
  /** Somebody has asked about an address. */
  mention(address: string): void;
  /** The agents of an account. */
  agentsOf(master: string): readonly NamedAgent[];
  /** The most a builder may ask of a user, tenths of a basis point. */
  builderFee(user: string, builder: string): number;
}

/** What requests cost, as far as the info desk asks and shows it. */
export interface InfoLimits {
  /** A question of such a weight; false: it is one too many. */
  takeInfo(ip: string, weight: number): boolean;
  /** What an answer weighs beyond its question, by its rows. */
  addInfo(ip: string, weight: number): void;
  /** Requests of addresses. */
  readonly requests: {
    /** What an address has sent. */
    count(address: string): number;
    /** What it has reserved beyond what its volume gives it. */
    reserved(address: string): number;
  };
}

/** What the info desk stands on. */
export interface InfoParts {
  readonly house: House;
  readonly roles: RoleBook;
  readonly limits: InfoLimits;
}
