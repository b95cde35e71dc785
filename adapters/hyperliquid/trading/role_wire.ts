import { z } from "zod";
import { addressWire } from "./decimal_wire.ts";

/** What an address is to the venue. */
export type Role = { readonly role: "agent"; readonly master: string } | { readonly role: "other" };

/** `userRole`. Source: exchange-rules 5.2. */
export const roleWire: z.ZodType<Role> = z.union([
  z.object({ role: z.literal("agent"), data: z.object({ user: addressWire }) })
    .transform(({ data }): Role => ({ role: "agent", master: data.user })),
  z.object({ role: z.string() }).transform((): Role => ({ role: "other" })),
]);
