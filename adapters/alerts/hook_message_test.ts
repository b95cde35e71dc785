import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { hookMessage } from "./hook_message.ts";
import { alertOf, RUN } from "./testing/samples.ts";

const TEXT = "reprise 7f3a0001 · paper · mainnet\n2024-01-12 08:15Z fault BTC: sync: gone; held";
const NEWS = { run: RUN, alerts: [alertOf()], lost: 0 };

function bodyOf(url: string, shape: "generic" | "telegram" | "discord", news = NEWS) {
  const message = hookMessage({ url, shape }, news);
  return { url: message.url, body: JSON.parse(message.body) };
}

Deno.test("alert message, generic: the alerts as they are, and their text", () => {
  const { url, body } = bodyOf("https://example.org/x?token=1", "generic");
  strictEqual(url, "https://example.org/x?token=1");
  deepStrictEqual(body, {
    ...{ source: "reprise", run: RUN.id, mode: RUN.mode, text: TEXT, lost: 0, alerts: [alertOf()] },
  });
});

Deno.test("alert message, Telegram: what the address asks for goes into the body, plain text", () => {
  const { url, body } = bodyOf(
    "https://api.telegram.org/bot1:a/sendMessage?chat_id=-5&message_thread_id=7",
    "telegram",
  );
  strictEqual(url, "https://api.telegram.org/bot1:a/sendMessage");
  deepStrictEqual(body, { chat_id: "-5", message_thread_id: "7", text: TEXT });
});

Deno.test("alert message, Discord: nobody is mentioned by what a fault says", () => {
  const { body } = bodyOf("https://discord.com/api/webhooks/1/a", "discord");
  deepStrictEqual(body, { content: TEXT, allowed_mentions: { parse: [] } });
});

Deno.test("alert message: no longer than the hook takes, and what was lost is said", () => {
  const many = { ...NEWS, lost: 3, alerts: Array.from({ length: 100 }, () => alertOf()) };
  const discord = bodyOf("https://discord.com/api/webhooks/1/a", "discord", many).body.content;
  strictEqual(discord.length, 2000);
  ok(discord.includes("\n3 before these did not get through; see the diary\n"));
  const telegram =
    bodyOf("https://api.telegram.org/bot1:a/sendMessage?chat_id=1", "telegram", many).body.text;
  strictEqual(telegram.length, 4096);
});

Deno.test("alert message: whatever looks like a secret is left out, in every shape", () => {
  const secrets = [
    `0x${"ab12".repeat(16)}`,
    "AB12".repeat(16),
    "sk-proj-abcdefghijklmn",
    "Bearer abc.def",
    "https://me:hunter2@host/x",
    "https://host/x?token=hunter2",
    "https://api.telegram.org/bot123:AA-hunter2/sendMessage",
    "https://discord.com/api/webhooks/1/hunter2",
  ];
  const alerts = secrets.map((text) => alertOf({ text: `it said ${text} and ended` }));
  for (const shape of ["generic", "telegram", "discord"] as const) {
    const { body } = bodyOf("https://example.org/", shape, { ...NEWS, alerts });
    ok(!/ab12ab12|hunter2|abcdefghijklmn|abc\.def/i.test(JSON.stringify(body)), JSON.stringify(body));
  }
  const order = `0x${"ab12".repeat(8)}`;
  const { body } = bodyOf("https://example.org/", "generic", { ...NEWS, alerts: [alertOf({ text: order })] });
  strictEqual(body.alerts[0].text, order, "a client order id is no secret");
});
