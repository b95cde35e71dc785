import { z } from "zod";

/** Actions of an address: every order and cancel counts, questions do not. Source: exchange-rules 7. */
export interface RequestBudget {
  readonly used: number;
  /** Grows by one with every USD traded. */
  readonly allowed: number;
}

/** `userRateLimit`. Source: exchange-rules 5.2. */
export const requestBudgetWire: z.ZodType<RequestBudget> = z.object({
  nRequestsUsed: z.int(),
  nRequestsCap: z.int(),
  // It came later than the others.
  nRequestsSurplus: z.int().default(0),
}).transform(({ nRequestsUsed: used, nRequestsCap, nRequestsSurplus }) => ({
  used,
  allowed: nRequestsCap + nRequestsSurplus,
}));
