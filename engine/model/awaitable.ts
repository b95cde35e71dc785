/**
 * A value, or a promise of one where it has to be waited for. A backtest has nearly everything at hand: what answers at
 * once costs no promise and no turn of the event loop there.
 */
export type Awaitable<T> = T | Promise<T>;

/** What follows from a value: at once where it is there. A failed promise passes through. */
export function andThen<T, R>(value: Awaitable<T>, next: (value: T) => Awaitable<R>): Awaitable<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** Does something for each item, one after the other: the next one begins when the one before is there. */
export function eachInTurn<T, R>(
  items: readonly T[],
  of: (item: T) => Awaitable<R>,
): Awaitable<readonly R[]> {
  // As long as it will be: a list that grows takes room for many more from its first item on.
  const done = new Array<R>(items.length);
  for (let place = 0; place < items.length; place++) {
    const result = of(items[place]);
    if (result instanceof Promise) return laterInTurn(items, of, { done: done.slice(0, place), result });
    done[place] = result;
  }
  return done;
}

/** The same, from the first item on that has to be waited for. */
async function laterInTurn<T, R>(
  items: readonly T[],
  of: (item: T) => Awaitable<R>,
  { done, result }: { readonly done: R[]; readonly result: Promise<R> },
): Promise<readonly R[]> {
  done.push(await result);
  while (done.length < items.length) done.push(await of(items[done.length]));
  return done;
}

/** What is asked for, or what is made of its failure, whether that comes at once or later. */
export function orElse<T>(ask: () => Awaitable<T>, failed: (error: unknown) => Awaitable<T>): Awaitable<T> {
  try {
    const value = ask();
    return value instanceof Promise ? value.catch(failed) : value;
  } catch (error) {
    return failed(error);
  }
}
