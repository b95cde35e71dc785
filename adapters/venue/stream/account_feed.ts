import type { AccountChanges, ChangeMark } from "../../../engine/mod.ts";
import type { AccountView } from "../info/account_view_wire.ts";
import type { AccountTopic } from "./account_topic.ts";
import type { FrameSink } from "./frame_sink.ts";

/** Of an account that is not there yet nothing has happened. */
const NOTHING_HAPPENED: ChangeMark = { orders: 0, fills: 0, funding: 0 };

interface Group {
  readonly topic: AccountTopic;
  readonly sinks: Set<FrameSink>;
  /** The last frame of how it stands. */
  state: string;
}

/** Who wants to join what. */
export interface JoinWish {
  readonly sink: FrameSink;
  /** Names the topic among those of the account. */
  readonly key: string;
  readonly topic: AccountTopic;
  /** Whether the sink has not left meanwhile. */
  isWanted(): boolean;
}

/**
 * Tells whoever has subscribed what happens in one account, in the order in which it happened: one telling after
 * another, each from where the last one ended, so that nobody misses anything or is told it twice.
 */
export class AccountFeed {
  readonly #user: string;
  readonly #accounts: AccountView;
  /** In the order in which they are told. */
  #groups: [key: string, group: Group][] = [];
  #mark: ChangeMark | null = null;
  #queue: Promise<void> = Promise.resolve();
  #telling: Promise<void> | null = null;
  #wantsState = false;
  #joining = 0;

  /** When it was told last how the account stands, ms on the wall. */
  stateToldAt = -Infinity;

  constructor(user: string, accounts: AccountView) {
    this.#user = user;
    this.#accounts = accounts;
  }

  /** Whether nobody has subscribed. */
  get isIdle(): boolean {
    return this.#joining === 0 && this.#groups.length === 0;
  }

  /** Lets a sink join a topic: first it gets the topic's first frames, then whatever happens after them. */
  join(wish: JoinWish): Promise<void> {
    this.#joining++;
    return this.#next(async () => {
      const frames = await this.#firstFrames(wish.topic).finally(() => this.#joining--);
      if (!wish.isWanted()) return;
      frames.forEach((frame) => wish.sink.send(frame));
      const group = this.#groupOf(wish);
      // Others may still know an older state.
      if (group.sinks.size === 0) group.state = frames.at(-1) ?? "";
      group.sinks.add(wish.sink);
    });
  }

  /** Lets a sink leave a topic. */
  leave(sink: FrameSink, key: string): void {
    const group = this.#groups.find(([one]) => one === key)?.[1];
    group?.sinks.delete(sink);
    if (group?.sinks.size === 0) this.#groups = this.#groups.filter(([one]) => one !== key);
  }

  /** Tells what has happened, and where that is wanted how the account stands. Tellings that wait become one. */
  tell({ state }: { readonly state: boolean }): Promise<void> {
    if (this.isIdle) return Promise.resolve();
    this.#wantsState ||= state;
    return this.#telling ??= this.#next(async () => {
      this.#telling = null;
      const tellsState = this.#wantsState;
      this.#wantsState = false;
      const changes = await this.#accounts.find(this.#user)?.changesAfter(this.#mark);
      if (changes !== undefined) this.#tellChanges(changes);
      if (tellsState) await this.#tellStates();
    });
  }

  /**
   * The first frames of a topic, as of the moment up to which everybody else has been told. The calls go out together,
   * so only the market's clock can come between them; then they are made again.
   */
  async #firstFrames(topic: AccountTopic): Promise<readonly string[]> {
    for (;;) {
      const account = this.#accounts.find(this.#user);
      const [before, frames, after] = await Promise.all([
        account?.changesAfter(this.#mark),
        topic.joined(),
        account?.changesAfter(this.#mark),
      ]);
      if (before === undefined || after === undefined) {
        this.#mark ??= NOTHING_HAPPENED;
        return frames;
      }
      this.#tellChanges(before);
      if (isSame(before.mark, after.mark)) return frames;
    }
  }

  #tellChanges(changes: AccountChanges): void {
    this.#mark = changes.mark;
    if (changes.orders.length + changes.fills.length + changes.funding.length === 0) return;
    for (const [, { topic, sinks }] of this.#groups) {
      for (const frame of topic.happened?.(changes) ?? []) sinks.forEach((sink) => sink.send(frame));
    }
  }

  async #tellStates(): Promise<void> {
    for (const [, group] of [...this.#groups]) {
      const frame = await group.topic.state?.();
      if (frame === undefined || frame === group.state) continue;
      group.state = frame;
      group.sinks.forEach((sink) => sink.send(frame));
    }
  }

  #groupOf({ key, topic }: JoinWish): Group {
    const found = this.#groups.find(([one]) => one === key)?.[1];
    if (found !== undefined) return found;
    const group = { topic, sinks: new Set<FrameSink>(), state: "" };
    this.#groups.push([key, group]);
    this.#groups.sort(([, a], [, b]) => a.topic.rank - b.topic.rank);
    return group;
  }

  /** Runs when those before it are done, whether they failed or not. */
  #next(call: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(call);
    // A fault is its caller's; those who wait go on.
    this.#queue = done.then(DONE, DONE);
    return done;
  }
}

const DONE = (): void => {};

function isSame(a: ChangeMark, b: ChangeMark): boolean {
  return a.orders === b.orders && a.fills === b.fills && a.funding === b.funding;
}
