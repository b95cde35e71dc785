/** An agent that cannot be used as it is. The message is one line for a person: what failed, on what, what was wanted. */
export class AgentError extends Error {
  override readonly name = "AgentError";
  /** The message says all there is to know; no stack trace helps. */
  readonly expected = true;
  /** Whether it is a typed parameter that cannot be right, not the agent. */
  readonly usage: boolean;

  constructor(message: string, { usage = false }: { readonly usage?: boolean } = {}) {
    super(message);
    this.usage = usage;
  }
}
