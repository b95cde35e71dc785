import type { WeightVerdict } from "./weight_limits.ts";

/** A refusal in Binance's form: `{"code":-1121,"msg":"Invalid symbol."}`. Source: exchange-rules 8.4. */
export class BinanceError extends Error {
  override readonly name: string = "BinanceError";
  readonly code: number;
  readonly status: number;

  constructor(code: number, message: string, status: number = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** A parameter has characters it may not have. */
export function illegal(name: string, range: string): BinanceError {
  return new BinanceError(
    -1100,
    `Illegal characters found in parameter '${name}'; legal range is '${range}'.`,
  );
}

/** A parameter that must be there is not. */
export function missing(name: string): BinanceError {
  return new BinanceError(
    -1102,
    `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`,
  );
}

/** A parameter has a value it may not have. */
export function invalid(name: string): BinanceError {
  return new BinanceError(-1130, `Data sent for parameter '${name}' is not valid.`);
}

/** A symbol that nobody lists. */
export function unknownSymbol(): BinanceError {
  return new BinanceError(-1121, "Invalid symbol.");
}

/** An interval that there is not. */
export function unknownInterval(): BinanceError {
  return new BinanceError(-1120, "Invalid interval.");
}

/** A path that there is not. */
export function unknownPath(path: string): BinanceError {
  return new BinanceError(-5000, `Path ${path}, Method GET is invalid`, 404);
}

/** More weight than so much a minute. */
export function overWeight(
  limit: number,
  { kind, until }: NonNullable<WeightVerdict["refusal"]>,
): BinanceError {
  const advice = "Please use WebSocket Streams for live updates to avoid";
  if (kind === "banned") {
    const message = `Way too much request weight used; IP banned until ${until}. ${advice} bans.`;
    return new BinanceError(-1003, message, 418);
  }
  const used = `Too much request weight used; current limit is ${limit} request weight per 1 MINUTE.`;
  return new BinanceError(-1003, `${used} ${advice} polling the API.`, 429);
}
