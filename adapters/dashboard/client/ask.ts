/** A question to the server that it did not answer as was wanted, in its own words. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Asks the server for JSON. Throws a Refused with its reason, or one that says it cannot be reached. */
export async function ask<Answer>(path: string, options: RequestInit = {}): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...options });
  } catch {
    throw new Refused(0, "the dashboard cannot be reached; is it still running?");
  }
  const body = parsed(await response.text());
  if (response.ok) return body as Answer;
  const said = typeof body === "object" && body !== null && "error" in body
    ? String(body.error)
    : response.statusText;
  throw new Refused(response.status, said);
}

/** A body as JSON; what is none says nothing. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Sends JSON to the server. */
export async function send<Answer>(path: string, body: unknown): Promise<Answer> {
  const headers = { "content-type": "application/json" };
  return await ask<Answer>(path, { method: "POST", headers, body: JSON.stringify(body) });
}

/** The parameters of a path, those that are not given left out. */
export function query(parameters: { readonly [name: string]: string | number | null | undefined }): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined);
  return given.length === 0
    ? ""
    : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}
