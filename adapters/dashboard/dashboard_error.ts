/** A failure to expect of the dashboard: one line on what failed, on what, and what was wanted. */
export class DashboardError extends Error {
  /** The message says all there is to know; no stack trace helps. */
  readonly expected = true;
  override readonly name = "DashboardError";
}

/** The cause in the system's words, without its number. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0].split(" (os error")[0];
}
