/**
 * How much of a result is chance: repeats of a run, and repeated questions.
 * @module
 */
export { type Agreement, agreementOf, agreementOfAnswers } from "./agreement.ts";
export { type AskAgain, askAgain, type AskedAgain, NoAnswerError } from "./ask_again.ts";
export {
  type ControlDifference,
  controlDifference,
  type ControlledPair,
  type MaskedReturn,
} from "./control_difference.ts";
export { type RepeatedRun, type RepeatFigures, repeatFigures, type Spread } from "./repeat_figures.ts";
