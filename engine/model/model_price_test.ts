import assert from "node:assert/strict";
import { costOfTokens } from "./model_price.ts";

Deno.test("four kinds of tokens at their prices, to the nano-dollar", () => {
  const anthropic = { fresh: 3, cacheRead: 0.3, cacheWrite: 3.75, output: 15 };
  assert.equal(
    costOfTokens({ fresh: 1000, cacheRead: 8000, cacheWrite: 2000, output: 500 }, anthropic),
    0.0204,
  );
  const openai = { fresh: 2.5, cacheRead: 1.25, cacheWrite: 2.5, output: 10 };
  assert.equal(costOfTokens({ fresh: 2000, cacheRead: 8000, cacheWrite: 0, output: 500 }, openai), 0.02);
  assert.equal(
    costOfTokens({ fresh: 1, cacheRead: 0, cacheWrite: 0, output: 0 }, { ...openai, fresh: 0.05 }),
    5e-8,
  );
});
