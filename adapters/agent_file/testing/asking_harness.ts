import type { AgentHarness } from "../../../engine/mod.ts";

/** Lets a new agent decide once: it is handed what asks in place of its tools. */
const harness: AgentHarness = async (create, _job, { ask }) =>
  await create().decide(null!, ((question: unknown) => ask(question)) as never);

export default harness;
