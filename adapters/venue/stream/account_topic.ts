import type { AccountChanges } from "../../../engine/mod.ts";

/** Something of an account that is told to whoever has subscribed to it. */
export interface AccountTopic {
  /** Topics are told in this order, the lowest first. */
  readonly rank: number;
  /** Frames for one who joins. */
  joined(): Promise<readonly string[]>;
  /** Frames about what happened; not there: it tells no happenings. */
  happened?(changes: AccountChanges): readonly string[];
  /** A frame of how it stands; not there: it tells no state. */
  state?(): Promise<string>;
}
