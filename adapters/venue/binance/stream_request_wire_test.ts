import { deepStrictEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { readRequest } from "./stream_request_wire.ts";

Deno.test("readRequest: what the streams understand", () => {
  const rows: [text: string, read: unknown][] = [
    ['{"method":"SUBSCRIBE","params":["a@kline_1m","b"],"id":1}', {
      id: 1,
      request: { method: "SUBSCRIBE", streams: ["a@kline_1m", "b"] },
    }],
    ['{"method":"UNSUBSCRIBE","params":[],"id":"x1"}', {
      id: "x1",
      request: { method: "UNSUBSCRIBE", streams: [] },
    }],
    ['{"method":"LIST_SUBSCRIPTIONS"}', { id: null, request: { method: "LIST_SUBSCRIPTIONS" } }],
    ['{"method":"GET_PROPERTY","params":["combined"],"id":3}', {
      id: 3,
      request: { method: "GET_PROPERTY" },
    }],
    ['{"method":"SET_PROPERTY","params":["combined",true],"id":4}', {
      id: 4,
      request: { method: "SET_PROPERTY", combined: true },
    }],
  ];
  for (const [text, read] of rows) deepStrictEqual(readRequest(text), read);
});

Deno.test("readRequest: what they do not, in Binance's words", () => {
  const rows: [text: string, code: number, msg: RegExp][] = [
    ["{", 3, /^Invalid JSON: /],
    ["[1]", 2, /^Invalid request: expected an object$/],
    ["null", 2, /^Invalid request: expected an object$/],
    ['{"id":1}', 2, /missing field `method`/],
    ['{"method":"SUBSCRIBE","params":[],"id":-1}', 2, /request ID must be an unsigned integer/],
    ['{"method":"SUBSCRIBE","params":[],"id":1.5}', 2, /request ID must be an unsigned integer/],
    ['{"method":"SHOUT","id":1}', 2, /unknown variant `SHOUT`, expected one of `SUBSCRIBE`/],
    ['{"method":7,"id":1}', 2, /unknown variant `7`/],
    ['{"method":"SUBSCRIBE","id":1}', 2, /params must be an array/],
    ['{"method":"SUBSCRIBE","params":[1],"id":1}', 2, /stream name must be a string/],
    ['{"method":"GET_PROPERTY","params":[1],"id":1}', 2, /property name must be a string/],
    ['{"method":"GET_PROPERTY","params":["colour"],"id":1}', 0, /^Unknown property$/],
    [
      '{"method":"SET_PROPERTY","params":["combined","yes"],"id":1}',
      1,
      /^Invalid value type: expected Boolean$/,
    ],
  ];
  for (const [text, code, msg] of rows) {
    const read = readRequest(text);
    ok(
      "fault" in read && read.fault.code === code && msg.test(read.fault.msg),
      `${text}: ${JSON.stringify(read)}`,
    );
  }
});

Deno.test("readRequest: whatever comes, it is a request or a fault", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
    const read = readRequest(text);
    ok("fault" in read || "request" in read);
  }));
});
