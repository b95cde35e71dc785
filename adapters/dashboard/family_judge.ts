import type { DashboardTools } from "./dashboard_tools.ts";
import type { CatalogFamily } from "./family_catalog.ts";
import type { FamilyAnswer, FamilyAsked, ToldBest, ToldFamily } from "./told_family.ts";

/** So many answers of a kind are kept, those asked for last. */
const KEPT = 50;

/** An answer and what it was given for. */
interface Kept<Told> {
  readonly state: string;
  readonly answer: Promise<FamilyAnswer<Told>>;
  /** Null while it is on its way. */
  value: FamilyAnswer<Told> | null;
}

/** Judges families, each again only where it has changed; what is on its way is not asked for twice. */
export class FamilyJudge<Snapshot> {
  readonly #root: string;
  readonly #tools: Pick<DashboardTools<Snapshot>, "tellFamily">;
  readonly #rankings = new Map<string, Kept<ToldFamily>>();
  readonly #bests = new Map<string, Kept<ToldBest>>();

  /** `root`: the folder of the runs, where the trial ledger lies. */
  constructor(root: string, tools: Pick<DashboardTools<Snapshot>, "tellFamily">) {
    this.#root = root;
    this.#tools = tools;
  }

  /** The family ranked, with its corrections and what is drawn of it. */
  ranking(family: CatalogFamily): Promise<FamilyAnswer<ToldFamily>> {
    const asked = { kind: "ranking", family: family.id, runs: this.#root } as const;
    return this.#answer(this.#rankings, family, asked);
  }

  /** What its best run says; refused where none has a Sharpe ratio. */
  async best(family: CatalogFamily): Promise<FamilyAnswer<ToldBest>> {
    const [best] = family.runs;
    if (best.manifest.metrics?.sharpe == null) return { refused: "no run of it has a Sharpe ratio yet" };
    return await this.#answer(this.#bests, family, { kind: "best", run: best.path, runs: this.#root });
  }

  /** The ranking as far as it is there without a wait; null: it is not. */
  rankingAtHand({ id, state }: CatalogFamily): ToldFamily | null {
    const kept = this.#rankings.get(id);
    return kept?.state === state && kept.value !== null && "told" in kept.value ? kept.value.told : null;
  }

  #answer<Told>(
    shelf: Map<string, Kept<Told>>,
    { id, state }: CatalogFamily,
    asked: FamilyAsked,
  ): Promise<FamilyAnswer<Told>> {
    const known = shelf.get(id);
    shelf.delete(id);
    const kept = known?.state === state ? known : this.#ask<Told>(asked, state);
    shelf.set(id, kept);
    // One that broke down is asked for again the next time.
    kept.answer.then((value) => kept.value = value, () => shelf.get(id) === kept && shelf.delete(id));
    for (const oldest of shelf.keys()) {
      if (shelf.size <= KEPT) break;
      shelf.delete(oldest);
    }
    return kept.answer;
  }

  #ask<Told>(asked: FamilyAsked, state: string): Kept<Told> {
    return { state, answer: this.#tools.tellFamily(asked) as Promise<FamilyAnswer<Told>>, value: null };
  }
}
