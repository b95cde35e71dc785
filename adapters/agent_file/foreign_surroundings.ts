/** Never a step back, and never one of the same length: ms. */
const LONGEST_STEP_MS = 3 * 86_400_000;
const FIRST_MOMENT_MS = Date.UTC(2001, 0);

/**
 * Gives this isolate another clock and other dice: each look at the clock finds it a different time later, and both
 * follow from the seed. Two isolates with different seeds agree in nothing that hangs on either.
 */
export function setForeignSurroundings(seed: number): void {
  const draw = dice(seed);
  let now = FIRST_MOMENT_MS + Math.floor(draw() * 365 * LONGEST_STEP_MS);
  const began = now;
  const tick = (): number => now += 1 + Math.floor(draw() * LONGEST_STEP_MS);
  setClock(tick, began);
  Math.random = draw;
  const fill = <Bytes extends ArrayBufferView | null>(view: Bytes): Bytes => {
    if (view === null) return view;
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    for (let index = 0; index < bytes.length; index++) bytes[index] = Math.floor(draw() * 256);
    return view;
  };
  const uuid = (): string => {
    const hex = fill(new Uint8Array(16)).toHex();
    return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
  };
  Object.defineProperty(crypto, "getRandomValues", { value: fill });
  Object.defineProperty(crypto, "randomUUID", { value: uuid });
}

function setClock(tick: () => number, began: number): void {
  const System = Date;
  class ForeignDate extends System {
    constructor(...given: unknown[]) {
      super(...(given.length === 0 ? [tick()] : given) as []);
    }
    static override now(): number {
      return tick();
    }
  }
  // `Date()` without `new` is the time as a text.
  const callable = new Proxy(ForeignDate, { apply: () => new ForeignDate().toString() });
  globalThis.Date = callable as unknown as DateConstructor;
  performance.now = () => tick() - began;
  if (typeof Temporal !== "undefined") {
    const instant = (): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(tick());
    Object.defineProperty(Temporal.Now, "instant", { value: instant });
    const zoned = (zone = "UTC"): Temporal.ZonedDateTime => instant().toZonedDateTimeISO(zone);
    Object.defineProperty(Temporal.Now, "zonedDateTimeISO", { value: zoned });
    const plain = (zone?: string): Temporal.PlainDateTime => zoned(zone).toPlainDateTime();
    Object.defineProperty(Temporal.Now, "plainDateTimeISO", { value: plain });
    const date = (zone?: string): Temporal.PlainDate => zoned(zone).toPlainDate();
    Object.defineProperty(Temporal.Now, "plainDateISO", { value: date });
    const time = (zone?: string): Temporal.PlainTime => zoned(zone).toPlainTime();
    Object.defineProperty(Temporal.Now, "plainTimeISO", { value: time });
  }
}

/** A small seeded generator, numbers from 0 up to 1 (mulberry32). */
function dice(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
