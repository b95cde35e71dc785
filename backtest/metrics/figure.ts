/** A figure, or in words the reason why there is none. */
export type Figure = number | string;

/** Collects why figures are missing: one line for each reason, with all the figures it holds for. */
export class Reasons {
  readonly #names = new Map<string, string[]>();

  /** The figure, or null after noting its reason under its name. */
  take(name: string, figure: Figure): number | null {
    if (typeof figure === "number") return figure;
    const names = this.#names.get(figure);
    if (names === undefined) this.#names.set(figure, [name]);
    else names.push(name);
    return null;
  }

  /** Such as `Sharpe, Sortino n/a: 12 days, annualised figures need 30`, in the order the figures were taken. */
  lines(): string[] {
    return [...this.#names].map(([reason, names]) => `${names.join(", ")} n/a: ${reason}`);
  }
}
