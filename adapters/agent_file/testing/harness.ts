import type { AgentHarness } from "../../../engine/mod.ts";

/**
 * Asks a new agent `job.times` times, with no observation; each answer is an entry. Without end where `times` is null.
 */
const harness: AgentHarness = async (create, job, { signal, append, onCycle }) => {
  const { times } = job as { readonly times: number | null };
  const { decide, name } = create();
  let count = 0;
  while (!signal.aborted && (times === null || count < times)) {
    append(await decide(null!, null!));
    count++;
    await onCycle();
  }
  return { name, count };
};

export default harness;
