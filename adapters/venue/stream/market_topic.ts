/** A move of the market's clock, as a stream sees it. */
export interface Move {
  /** The clock stays here for now: what shows the moment alone is told. */
  readonly isLast: boolean;
  /** It was told long enough ago. */
  readonly isDue: boolean;
}

/** Something of the market that is told over and over. */
export interface MarketTopic {
  /** Frames for one who joins: up to where everybody else has been told. */
  joined(): readonly string[];
  /** Frames for everybody after a move. */
  moved(move: Move): readonly string[];
}
