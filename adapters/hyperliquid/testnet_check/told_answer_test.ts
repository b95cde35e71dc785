import { deepStrictEqual } from "node:assert/strict";
import { toldAnswer } from "./told_answer.ts";

Deno.test("the same answer is told in the same words, whatever its ids and prices are", () => {
  const answer = (...statuses: unknown[]) => ({
    status: "ok",
    response: { type: "order", data: { statuses } },
  });
  const filled = (totalSz: string) => ({ filled: { totalSz, avgPx: "42000.0", oid: 7 } });
  const cases: [unknown, number[], string][] = [
    [answer({ resting: { oid: 1 } }, "waitingForFill"), [1, 1], "resting, waitingForFill"],
    [answer(filled("0.02"), filled("0.01")), [0.02, 0.02], "filled, filled in part"],
    [
      answer({ error: "Post only order would have immediately matched, bbo was 66621@66642. asset=4" }),
      [1],
      "error: Post only order would have immediately matched, bbo was BID@ASK",
    ],
    [
      answer({ error: "Order price cannot be more than 95% away from the reference price asset=0" }),
      [1],
      "error: Order price cannot be more than 95% away from the reference price",
    ],
    [
      { status: "err", response: `User or API Wallet 0x${"ab".repeat(20)} does not exist.` },
      [],
      "refused: User or API Wallet ADDRESS does not exist.",
    ],
    [{ status: "ok", response: { type: "default" } }, [], "done"],
    ["<html>", [], 'cannot be read: "<html>"'],
  ];
  for (const [given, sizes, told] of cases) deepStrictEqual(toldAnswer(given, sizes), told);
});
