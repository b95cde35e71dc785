import { chromium } from "playwright-core";
const [base, out, ...paths] = Deno.args;
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const [name, opts] of Object.entries({ light: { colorScheme: "light", viewport: { width: 1440, height: 1000 } }, dark: { colorScheme: "dark", viewport: { width: 1440, height: 1000 } }, phone: { colorScheme: "light", viewport: { width: 390, height: 844 } } })) {
  const c = await b.newContext(opts as any);
  const p = await c.newPage();
  p.on("console", (m) => m.type() === "error" && console.log(name, "console:", m.text()));
  p.on("pageerror", (e) => console.log(name, "error:", e.message, e.stack?.slice(0, 300)));
  for (const [i, path] of paths.entries()) {
    await p.goto(base + path); await p.waitForTimeout(1200);
    await p.screenshot({ path: `${out}/${name}-${i}.png`, fullPage: name === "phone" });
  }
  await c.close();
}
await b.close();
