/** What a client of the streams may ask over its socket. */
export type StreamRequest =
  | { readonly method: "SUBSCRIBE" | "UNSUBSCRIBE"; readonly streams: readonly string[] }
  | { readonly method: "LIST_SUBSCRIPTIONS" | "GET_PROPERTY" }
  | { readonly method: "SET_PROPERTY"; readonly combined: boolean };

/** How a client tells its answers apart. */
export type RequestId = number | string | null;

/** A request, or why it is none. */
export type ReadRequest =
  | { readonly id: RequestId; readonly request: StreamRequest }
  | { readonly id: RequestId; readonly fault: StreamFault };

/** A refusal of the streams. Source: Binance's documentation, live subscribing, error messages. */
export interface StreamFault {
  readonly code: number;
  readonly msg: string;
}

const METHODS = ["SUBSCRIBE", "UNSUBSCRIBE", "LIST_SUBSCRIPTIONS", "SET_PROPERTY", "GET_PROPERTY"] as const;
const LONGEST_ID = 36;

/** Reads a text frame. */
export function readRequest(text: string): ReadRequest {
  const body = parsed(text);
  if (body === undefined) {
    return { id: null, fault: { code: 3, msg: "Invalid JSON: expected value at line 1 column 1" } };
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    return invalid(null, "expected an object");
  }
  const { method, params, id = null } = body as Record<string, unknown>;
  if (!isId(id)) return invalid(null, "request ID must be an unsigned integer");
  if (method === undefined) return invalid(id, "missing field `method` at line 1 column " + text.length);
  if (!METHODS.some((one) => one === method)) {
    const shown = typeof method === "string" ? method : JSON.stringify(method);
    return invalid(
      id,
      `unknown variant \`${shown}\`, expected one of ${METHODS.map((one) => `\`${one}\``).join(", ")}`,
    );
  }
  return withParams(id, method as typeof METHODS[number], params);
}

/** An answer that a request was done, or what it asked for. */
export function resultText(id: RequestId, result: unknown): string {
  return JSON.stringify({ result, id });
}

/** An answer that it was not. */
export function faultText(id: RequestId, fault: StreamFault): string {
  return JSON.stringify({ error: fault, id });
}

function withParams(id: RequestId, method: typeof METHODS[number], params: unknown): ReadRequest {
  if (method === "LIST_SUBSCRIPTIONS") return { id, request: { method } };
  if (!Array.isArray(params)) return invalid(id, "params must be an array");
  if (method === "SUBSCRIBE" || method === "UNSUBSCRIBE") {
    if (!params.every((one) => typeof one === "string")) return invalid(id, "stream name must be a string");
    return { id, request: { method, streams: params } };
  }
  const [name, value] = params;
  if (typeof name !== "string") return invalid(id, "property name must be a string");
  if (name !== "combined") return { id, fault: { code: 0, msg: "Unknown property" } };
  if (method === "GET_PROPERTY") return { id, request: { method } };
  if (typeof value !== "boolean") {
    return { id, fault: { code: 1, msg: "Invalid value type: expected Boolean" } };
  }
  return { id, request: { method, combined: value } };
}

/** Unsigned integers, and the short texts and null that Binance takes as well. */
function isId(id: unknown): id is RequestId {
  if (typeof id === "number") return Number.isSafeInteger(id) && id >= 0;
  return id === null || (typeof id === "string" && id.length <= LONGEST_ID);
}

function invalid(id: RequestId, why: string): ReadRequest {
  return { id, fault: { code: 2, msg: `Invalid request: ${why}` } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
