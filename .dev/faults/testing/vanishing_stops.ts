import { type Clock, type Exchange, NO_EVENTS } from "../../../engine/mod.ts";
import type { Lots } from "./faulty_ports.ts";
import type { Life } from "./life.ts";
import type { NakedWatch } from "./naked_watch.ts";
import { STORM_TIMELINESS } from "./storm_timeliness.ts";

/** A clock on which a stop of the run's may vanish at the venue while the run waits between cycles or for its model; `thinking` is the signal of a wait that is for neither. */
export function withVanishingStops(
  clock: Clock,
  { venue, lots, life, watched, calmFrom, thinking }: {
    readonly venue: Exchange;
    readonly lots: Lots;
    readonly life: Life;
    readonly watched: NakedWatch;
    readonly calmFrom: number;
    readonly thinking: AbortSignal;
  },
) {
  return {
    now: () => clock.now(),
    sleepUntil: async (time: number, signal?: AbortSignal): Promise<void> => {
      life.touch();
      const lengthMs = time - clock.now();
      // Nobody looks while what is late is asked for again.
      const isBetween = signal !== undefined && signal !== thinking && lengthMs > STORM_TIMELINESS.deadlineMs;
      if (isBetween && clock.now() < calmFrom && lots.happens("stop gone", 0.02)) {
        await clock.sleepUntil(clock.now() + lots.below(lengthMs), signal);
        await vanish(venue, watched);
      }
      await clock.sleepUntil(time, signal);
    },
  };
}

/** One of the run's stops is gone, by nobody's doing that it knows of. */
async function vanish(venue: Exchange, watched: NakedWatch): Promise<void> {
  const { account: { openOrders } } = await venue.sync(NO_EVENTS);
  const stop = openOrders.find(({ kind, clientOrderId }) =>
    kind === "stop" && !clientOrderId!.startsWith("0xff")
  );
  if (stop === undefined) return;
  await venue.cancel(stop.asset, [stop.clientOrderId!]);
  watched.gone(stop.asset);
}
