import type { z } from "zod";

/** A body that was read and checked, or one line on what is wrong with it. */
export type ReadBody<Value> = { readonly value: Value } | { readonly wrong: string };

/** Reads a JSON body and checks it. */
export async function bodyOf<Value>(request: Request, schema: z.ZodType<Value>): Promise<ReadBody<Value>> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) return { wrong: "wanted a body of type application/json" };
  try {
    return checked(await request.json(), schema);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return { wrong: "the body is not JSON" };
    throw error;
  }
}

/** Checks a value by its schema. */
export function checked<Value>(value: unknown, schema: z.ZodType<Value>): ReadBody<Value> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value: parsed.data };
  const [{ path, message }] = parsed.error.issues;
  return { wrong: `${path.length === 0 ? "the request" : path.join(".")}: ${message}` };
}
