/** A process that dies, and the ports that die with it. */
import {
  CHAIN_START,
  type ChainEnd,
  chainLine,
  type Diary,
  type DiaryEntry,
  type Exchange,
} from "../../../engine/mod.ts";
import type { KeptEntries } from "../../../backtest/seen/testing/kept_entries.ts";
import { askedThrough } from "./asked_through.ts";
import type { Lots } from "./faulty_ports.ts";

/** The process is gone. */
export class Killed extends Error {}

/** How long a process lives: so many times it touches the world. Once it is gone it touches nothing. */
export class Life {
  #left: number;

  constructor(touches: number) {
    this.#left = touches;
  }

  touch(): void {
    if (this.#left-- <= 0) throw new Killed("killed");
  }

  /** It ends here. */
  end(why: string): never {
    this.#left = 0;
    throw new Killed(why);
  }
}

/** Keeps what was seen as long as the process lives. */
export function dying(store: KeptEntries, life: Life): KeptEntries {
  return Object.assign(Object.create(store) as KeptEntries, {
    append: (entry: Parameters<KeptEntries["append"]>[0]) => {
      life.touch();
      store.append(entry);
    },
  });
}

/** Asks an exchange as long as the process lives: it may be gone before its question, or before the answer. */
export function touched(exchange: Exchange, life: Life): Exchange {
  const ask = async <T>(question: () => T | Promise<T>): Promise<T> => {
    life.touch();
    const answer = await question();
    life.touch();
    return answer;
  };
  return askedThrough(ask, exchange);
}

/** Writes lines as long as the process lives; now and then the disk is full, which ends it. */
export function writing(
  { entries, lines }: { readonly entries: DiaryEntry[]; readonly lines: string[] },
  { life, lots }: { readonly life: Life; readonly lots: Lots },
): Diary {
  let end: ChainEnd = { seq: lines.length, hash: lines.at(-1)?.slice(-66, -2) ?? CHAIN_START };
  return {
    append: (entry) => {
      life.touch();
      if (lots.happens("disk full", 0.01)) life.end("no space left on device");
      const { text, hash } = chainLine(end, entry);
      end = { seq: end.seq + 1, hash };
      lines.push(text);
      entries.push(JSON.parse(JSON.stringify(entry)));
    },
    commit: () => {
      life.touch();
      return Promise.resolve();
    },
  };
}
