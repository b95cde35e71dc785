/**
 * What the venue answers beside what our simulated venue answers, with the smallest orders of one account.
 * @module
 */
export { AnsweringTransport } from "./answering_transport.ts";
export { compareAnswers, type ComparedAnswer, type ComparisonTerms } from "./compare_answers.ts";
export { NOT_ASKED } from "./probes.ts";
