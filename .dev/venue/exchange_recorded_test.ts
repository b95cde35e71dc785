import { deepStrictEqual, match, ok } from "node:assert/strict";
import { NO_RECORDINGS, recordingsFolder } from "../recordings.ts";
import { differences } from "./shape.ts";
import { testDesk, wireText } from "./testing/desk.ts";

const folder = recordingsFolder();
const FILE = "hyperliquid-payloads/quoted-exchange-responses.json";

/** Answers of the venue as they were quoted, by the name of their occasion. */
type Quoted = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function order(more: Record<string, unknown> = {}): Record<string, unknown> {
  const one = { a: 0, b: true, p: "90", s: "1", r: false, t: { limit: { tif: "Gtc" } }, ...more };
  return { type: "order", orders: [one], grouping: "na" };
}

const IOC = { t: { limit: { tif: "Ioc" } } };
const CANCEL = { type: "cancel", cancels: [{ a: 0, o: 1 }] };

/** What was answered there, and what we are sent to answer it. */
const ROWS: readonly (readonly [occasion: string, name: string, action: unknown])[] = [
  ["testnet_dec_2023_sushi", "resting", order()],
  ["testnet_dec_2023_sushi", "cancel_ok", CANCEL],
  ["testnet_dec_2023_sushi", "filled", order({ p: "105", ...IOC })],
  ["testnet_dec_2023_sushi", "too_small", order({ s: "0.05" })],
  ["testnet_dec_2023_sushi", "bad_size_precision", order({ s: "1.001" })],
  ["testnet_filled_eth", "filled", order({ p: "105", ...IOC })],
  ["ioc_no_match_spot", "error", order(IOC)],
  ["insufficient_margin", "error", order({ s: "10000", p: "99" })],
];

Deno.test({
  name: `POST /exchange: answers have the shape and the words of those on record${
    folder ? "" : NO_RECORDINGS
  }`,
  ignore: folder === null,
  async fn() {
    const quoted: Quoted = JSON.parse(await Deno.readTextFile(`${folder}/${FILE}`));
    const { act } = testDesk();
    for (const [occasion, name, action] of ROWS) {
      const theirs = quoted[occasion][name];
      ok(theirs !== undefined, `${occasion} ${name} is on record`);
      const ours = JSON.parse(wireText(await act(action)));
      deepStrictEqual(differences(ours, theirs), [], `${occasion} ${name}: ${JSON.stringify(ours)}`);
      deepStrictEqual(wordsOf(ours), wordsOf(theirs), name);
    }
    const alo = wireText(await act(order({ p: "105", t: { limit: { tif: "Alo" } } })));
    const theirs = JSON.stringify(quoted.post_only_rejected_ws.message);
    for (const text of [alo, theirs]) {
      match(text, /"Post only order would have immediately matched, bbo was [\d.]+@[\d.]+\. asset=\d+"/);
    }
    deepStrictEqual(
      wireText(await act({ type: "order" })),
      `${quoted.http_422.status} ${quoted.http_422.body}`,
    );
  },
});

/** The words of an error, without the asset's number, which the older answers have not. */
function wordsOf(answer: unknown): string | undefined {
  const { response: { data: { statuses: [one] } } } = answer as {
    response: { data: { statuses: (string | { error?: string })[] } };
  };
  return typeof one === "string" ? one : one.error?.replace(/ asset=\d+$/, "");
}
