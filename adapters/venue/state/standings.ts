import type { VenueAccount, VenueWorld } from "../../../engine/mod.ts";
import type { Standing } from "./state_line.ts";

/** How every account of a world stands now, by address. */
export async function standingsOf({ accounts }: VenueWorld): Promise<Readonly<Record<string, Standing>>> {
  const standings: Record<string, Standing> = {};
  for (const [address, account] of accounts) standings[address] = await standingOf(account);
  return standings;
}

async function standingOf(account: VenueAccount): Promise<Standing> {
  const { balanceUsd, equityUsd } = await account.account();
  const { mark: { orders, fills, funding } } = await account.changesAfter(null);
  return { balanceUsd, equityUsd, orders, fills, funding };
}
