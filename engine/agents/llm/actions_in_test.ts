import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { actionsIn } from "./actions_in.ts";

Deno.test("assets and actions of an answer, with words around it or not; nothing of what is none", () => {
  const text =
    `{"decisions":[{"asset":"BTC","action":"buy","leverage":2},{"asset":"ETH","action":"hold"}],"summary":"s"}`;
  deepStrictEqual([...actionsIn(text)!], [["BTC", "buy"], ["ETH", "hold"]]);
  deepStrictEqual([...actionsIn(`Here it is: ${text} Good luck.`)!], [["BTC", "buy"], ["ETH", "hold"]]);
  deepStrictEqual([...actionsIn(`{"decisions":[]}`)!], []);
  for (
    const wrong of [
      "",
      "I hold.",
      "}{",
      "{]}",
      `{"decisions":[{"asset":"BTC","action":"short"}]}`,
      `{"other":1}`,
    ]
  ) {
    strictEqual(actionsIn(wrong), null, wrong);
  }
});
