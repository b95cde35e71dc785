import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { alertHost, alertSettings } from "./alert_settings.ts";

const TELEGRAM = "https://api.telegram.org/bot123:SECRET/sendMessage?chat_id=5";

Deno.test("alerts: the shape is told by the host, or said; without an address nobody is told", () => {
  strictEqual(alertSettings({}), null);
  const shapeOf = (url: string, shape?: string) =>
    alertSettings({ ALERT_WEBHOOK_URL: url, ...(shape === undefined ? {} : { ALERT_WEBHOOK_SHAPE: shape }) })!
      .shape;
  strictEqual(shapeOf(TELEGRAM), "telegram");
  strictEqual(shapeOf("https://discord.com/api/webhooks/1/SECRET"), "discord");
  strictEqual(shapeOf("https://example.org/hook"), "generic");
  strictEqual(shapeOf("http://127.0.0.1:9000/x", "discord"), "discord");
});

Deno.test("alerts: the host is named with its port, and nothing else of the address", () => {
  deepStrictEqual(alertHost({ ALERT_WEBHOOK_URL: TELEGRAM }), "api.telegram.org:443");
  deepStrictEqual(alertHost({ ALERT_WEBHOOK_URL: "http://localhost:9000/x?token=1" }), "localhost:9000");
  strictEqual(alertHost({}), null);
});

Deno.test("alerts: an address that cannot be right is refused without being shown", () => {
  const wrong = [
    { ALERT_WEBHOOK_URL: "SECRET" },
    { ALERT_WEBHOOK_URL: "ftp://example.org/SECRET" },
    { ALERT_WEBHOOK_URL: "https://me:SECRET@example.org/" },
    { ALERT_WEBHOOK_URL: "http://example.org/SECRET" },
    { ALERT_WEBHOOK_URL: "https://api.telegram.org/botSECRET/sendMessage" },
    { ALERT_WEBHOOK_URL: "https://api.telegram.org/botSECRET/?chat_id=1" },
    { ALERT_WEBHOOK_URL: "https://example.org/SECRET", ALERT_WEBHOOK_SHAPE: "slack" },
    { ALERT_WEBHOOK_SHAPE: "generic" },
  ];
  for (const variables of wrong) {
    throws(() => alertSettings(variables), (error: Error & { usage?: boolean }) => {
      ok(!error.message.includes("SECRET"), error.message);
      return error.name === "SettingsError" && error.usage === true && /^ALERT_/.test(error.message);
    });
  }
});
