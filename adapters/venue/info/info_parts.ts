import type { RateLimits } from "../exchange/rate_limits.ts";
import type { Roles } from "../exchange/roles.ts";
import type { House } from "../house.ts";

/** What the info desk stands on. */
export interface InfoParts {
  readonly house: House;
  readonly roles: Roles;
  readonly limits: RateLimits;
}
