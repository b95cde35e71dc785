import type { House } from "../house.ts";
import type { WireAnswer } from "../wire_answer.ts";
import { ACCOUNT_TYPES } from "./account_types_wire.ts";
import { AccountView } from "./account_view_wire.ts";
import type { InfoParts } from "./info_parts.ts";
import { FAILURE, type InfoSources, type InfoType } from "./info_types_wire.ts";
import { MARKET_TYPES } from "./market_types_wire.ts";
import { MarketView } from "./market_view_wire.ts";
import { FAILED, NOT_UNDERSTOOD, TOO_MUCH } from "../status_wire.ts";

const TYPES: ReadonlyMap<string, InfoType> = new Map(Object.entries({ ...MARKET_TYPES, ...ACCOUNT_TYPES }));

/** The names of all questions that are answered. */
export const INFO_TYPES: readonly string[] = [...TYPES.keys()];

/** Answers questions as the venue does, each from the moment's market and accounts. */
export class InfoDesk implements InfoSources {
  readonly parts: InfoParts;
  readonly market: MarketView;
  readonly accounts: AccountView;

  constructor(house: House, { roles, limits }: Pick<InfoParts, "roles" | "limits">) {
    this.parts = { house, roles, limits };
    this.market = new MarketView(house);
    this.accounts = new AccountView(this.parts, this.market);
  }

  /**
   * Answers a body that was JSON, from an IP: 200, 422 where it is no question the venue knows, 429 where the IP has
   * asked too much, or 500 `null` where the venue itself fails on it. Source: exchange-rules 5.1.
   */
  async handle(body: unknown, { ip }: { readonly ip: string }): Promise<WireAnswer> {
    const type = typeOf(body);
    if (type === null) return NOT_UNDERSTOOD;
    const { limits } = this.parts;
    if (!limits.takeInfo(ip, type.weight)) return TOO_MUCH;
    const json = await type.answer(body, this);
    if (json === undefined) return NOT_UNDERSTOOD;
    if (json === FAILURE) return FAILED;
    if (type.rowsAWeight !== null && Array.isArray(json)) {
      limits.addInfo(ip, Math.floor(json.length / type.rowsAWeight));
    }
    return { status: 200, json };
  }
}

function typeOf(body: unknown): InfoType | null {
  if (typeof body !== "object" || body === null || !("type" in body)) return null;
  return typeof body.type === "string" ? TYPES.get(body.type) ?? null : null;
}
