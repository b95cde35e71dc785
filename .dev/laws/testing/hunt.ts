/** How long a hunt goes: runs of a property, and where it begins. */
export interface Hunt {
  readonly numRuns: number;
  readonly seed?: number;
}

/** Runs of a property where nothing is said. */
const FEW = 120;
const DAILY_SEED = 1;

/** Reads `--runs=N` and `--seed=N`, of each the last; throws on anything else. */
export function huntOf(args: readonly string[]): Hunt {
  // The short look of every day is the same for everybody; who asks for runs hunts where nobody was.
  let hunt: Hunt = args.length === 0 ? { numRuns: FEW, seed: DAILY_SEED } : { numRuns: FEW };
  for (const arg of args) {
    const [, name, digits] = /^--(runs|seed)=(-?\d+)$/.exec(arg) ?? [];
    const value = Number(digits);
    if (name === "seed") hunt = { ...hunt, seed: value };
    else if (name === "runs" && value > 0) hunt = { ...hunt, numRuns: value };
    else throw new Error(`laws: "${arg}" is not known; wanted --runs=N (above 0) or --seed=N`);
  }
  return hunt;
}
