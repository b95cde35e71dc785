import { type Agent, UnrecordedAnswer } from "../../engine/mod.ts";

/**
 * An agent that holds where it asks for an answer that was not recorded, which would end the run: its cycle is then
 * played to its end, and the line tells whether it saw something else or was asked in other words.
 */
export class ExcusedAgent implements Agent {
  readonly name: string;
  readonly needs: Agent["needs"];
  readonly ownProfile: Agent["ownProfile"];
  readonly parameters: Agent["parameters"];
  readonly #agent: Agent;
  #missing: string | null = null;

  constructor(agent: Agent) {
    this.#agent = agent;
    this.name = agent.name;
    this.needs = agent.needs;
    this.ownProfile = agent.ownProfile;
    this.parameters = agent.parameters;
  }

  /** Why an answer was not found; null: all were. */
  get missing(): string | null {
    return this.#missing;
  }

  decide(...asked: Parameters<Agent["decide"]>): ReturnType<Agent["decide"]> {
    const decided = this.#agent.decide(...asked);
    return decided instanceof Promise ? decided.catch((error) => this.#excuse(error)) : decided;
  }

  #excuse(error: unknown): { readonly decisions: [] } {
    if (!(error instanceof UnrecordedAnswer)) throw error;
    this.#missing ??= error.message;
    return { decisions: [] };
  }
}
