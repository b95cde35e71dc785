import { type AccountEvent, type AccountState, toMicro } from "../../../engine/mod.ts";
import type { Assets } from "./account_wire.ts";

/**
 * An account as it was when all that had happened was known: whether a later look follows from it and what was told since
 * says whether something is still to be asked for.
 */
export class KnownAccount {
  readonly #assets: Assets;
  readonly #sizes = new Map<string, number>();
  #fills = 0;
  /** Cash, in whole micro-USDC. */
  balanceMicro: number;

  constructor(account: Pick<AccountState, "balanceUsd" | "positions">, assets: Assets) {
    this.#assets = assets;
    this.balanceMicro = toMicro(account.balanceUsd);
    for (const { asset, side, size } of account.positions) {
      this.#resize(asset, side === "long" ? size : -size);
    }
  }

  /** Takes in what was told. */
  take(events: readonly AccountEvent[]): void {
    for (const event of events) {
      if (event.kind !== "fill") {
        this.balanceMicro += toMicro(event.amountUsd);
        continue;
      }
      this.#fills++;
      this.balanceMicro += toMicro(event.realizedPnlUsd) - toMicro(event.feeUsd);
      this.#resize(event.asset, event.side === "buy" ? event.size : -event.size);
    }
  }

  /**
   * Whether an account follows from this one. PnL is printed rounded, which may move the cash by one unit for each
   * position and each fill; whatever happens moves it by more.
   */
  explains(account: Pick<AccountState, "balanceUsd" | "positions">): boolean {
    const shown = new KnownAccount(account, this.#assets);
    const rounding = account.positions.length + this.#fills;
    if (Math.abs(shown.balanceMicro - this.balanceMicro) > rounding) return false;
    return [...this.#assets.keys()].every((asset) => shown.#units(asset) === this.#units(asset));
  }

  /** What is missing of a signed size of an asset (coins), in coins; 0 for an asset that is not listed. */
  lacks(asset: string, signedSize: number): number {
    const scale = 10 ** (this.#assets.get(asset)?.szDecimals ?? 0);
    return this.#assets.has(asset) ? (Math.round(signedSize * scale) - this.#units(asset)) / scale : 0;
  }

  #units(asset: string): number {
    return this.#sizes.get(asset) ?? 0;
  }

  #resize(asset: string, signedSize: number): void {
    const listed = this.#assets.get(asset);
    if (listed === undefined) return;
    const units = Math.round(signedSize * 10 ** listed.szDecimals);
    this.#sizes.set(asset, this.#units(asset) + units);
  }
}
