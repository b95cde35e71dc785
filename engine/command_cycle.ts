import { commandEntry } from "./cycle_entry.ts";
import { executeDecisions, lookAndSecure } from "./cycle.ts";
import type { Engine } from "./engine.ts";
import type { Decision } from "./model/decision.ts";
import type { AccountState } from "./model/account.ts";
import type { CommandEntry } from "./model/diary_entry.ts";
import type { Command } from "./ports/commands.ts";
import { sync } from "./steps/sync.ts";

/** A command that leaves a line in the diary; `stop` ends the loop and leaves none. */
export type DiaryCommand = Exclude<Command, { do: "stop" }>;

/**
 * Carries out what a person asked, at once: Sync, the closes it asks for through the gate, Secure, and a line.
 * No agent is asked, and it is no candle's cycle. `close-all` also pauses.
 */
export async function runCommand(engine: Engine, command: DiaryCommand): Promise<CommandEntry> {
  const { ports, run, state } = engine;
  const close = ports.clock.now();
  const synced = await sync(ports.exchange, state, { close, profile: run.profile });
  const contexts = await ports.marketData.contexts([...engine.instruments.keys()]);
  const shown = new Map<string, number>();
  for (const { asset, mid } of contexts) if (mid !== null) shown.set(asset, mid);
  const frame = { close, synced, shown };
  const decisions = closesFor(command, synced.account);
  const executed = await executeDecisions(engine, frame, {
    origin: "command",
    reasoned: decisions.length === 0 ? null : { decisions, faults: [] },
  });
  const secured = await lookAndSecure(engine, frame);
  const asset = command.do === "close" ? command.asset : undefined;
  const entry = commandEntry({ command: command.do, asset, close }, { synced, executed, secured });
  ports.diary.append(entry);
  state.obey(entry);
  await ports.diary.commit();
  return entry;
}

function closesFor(command: DiaryCommand, account: AccountState): Decision[] {
  const rationale = `a person asked: ${command.do}`;
  if (command.do === "close") return [{ asset: command.asset, action: "close", rationale }];
  if (command.do !== "close-all") return [];
  return account.positions.map(({ asset }) => ({ asset, action: "close", rationale }));
}
