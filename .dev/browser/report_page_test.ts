/** Pages of `report` and `compare` in a real browser, opened from a file, without a network. */

import assert from "node:assert/strict";
import { type Browser, chromium, type Page } from "playwright-core";

const ROOT = new URL("../..", import.meta.url).pathname;
const CHROMIUM = Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium";
const YEAR = "--from 2024-01 --to 2024-12 --no-progress --no-benchmark --json".split(" ");
const LLM = "--from 2024-01 --to 2024-02 --interval 4h --agent llm --no-progress --no-benchmark --json".split(
  " ",
);
const MOST_BYTES = 5_000_000;

async function run(folder: string, ...args: string[]): Promise<string> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--config", `${ROOT}deno.json`, `${ROOT}main.ts`, ...args],
    cwd: folder,
  });
  const { success, stdout, stderr } = await command.output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** Opens a file in a page that may reach nothing; what it complains of or asks for fails the test. */
async function opened(browser: Browser, path: string, use: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ offline: true, viewport: { width: 1240, height: 900 } });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("request", (request) => {
    if (request.url() !== `file://${path}`) faults.push(`asked for ${request.url()}`);
  });
  await page.goto(`file://${path}`);
  await use(page);
  await context.close();
  assert.deepEqual(faults, []);
}

async function inBrowser(use: (browser: Browser, folder: string) => Promise<void>): Promise<void> {
  const folder = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "reprise-browser-" }));
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  try {
    await use(browser, folder);
  } finally {
    await browser.close();
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("a report of a busy year opens from its file, whole and under 5 MB", () =>
  inBrowser(async (browser, folder) => {
    const { metrics } = JSON.parse(await run(folder, "backtest", ...YEAR, "--agent", "random"));
    await run(folder, "report", "last", "--html", "year.html");
    const path = `${folder}/year.html`;
    assert.ok(Deno.statSync(path).size < MOST_BYTES, `${Deno.statSync(path).size} bytes`);
    await opened(browser, path, async (page) => {
      assert.equal(await page.locator("tr[id^=trade-]").count(), metrics.trades);
      assert.equal(await page.locator("svg a").count(), metrics.trades);
      // Equity, drawdown and three assets, each drawn as wide as the page.
      const charts = page.locator("svg");
      assert.equal(await charts.count(), 5);
      for (const box of await Promise.all((await charts.all()).map((chart) => chart.boundingBox()))) {
        assert.ok(box!.width > 1000 && box!.height > 100, JSON.stringify(box));
      }
      const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      assert.ok(Number(overflow) <= 0, `the page is ${overflow} px too wide`);
    });
  }));

Deno.test("a mark on the candles leads to its trade, and the words open", () =>
  inBrowser(async (browser, folder) => {
    await run(folder, "backtest", ...LLM);
    await run(folder, "report", "last", "--html", "llm.html");
    await opened(browser, `${folder}/llm.html`, async (page) => {
      const [mark] = await page.locator("svg a").all();
      const anchor = await mark.getAttribute("href");
      await page.goto(`file://${folder}/llm.html${anchor}`);
      const row = page.locator(`tr${anchor}`);
      assert.ok(await row.isVisible());
      const words = row.locator("pre").first();
      assert.ok(!await words.isVisible());
      await row.locator("summary").click();
      assert.ok(await words.isVisible());
      assert.ok((await words.innerText()).length > 10);
    });
  }));

Deno.test("a comparison opens from its file, on a narrow page too", () =>
  inBrowser(async (browser, folder) => {
    await run(folder, "backtest", ...YEAR, "--agent", "trend,mean-reversion");
    await run(folder, "compare", "last", "--html", "family.html");
    await opened(browser, `${folder}/family.html`, async (page) => {
      assert.match(await page.locator(".verdict").innerText(), /\(SPA p /);
      assert.equal(await page.locator("svg .line").count(), 2);
      await page.setViewportSize({ width: 390, height: 800 });
      const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      assert.ok(Number(overflow) <= 0, `the page is ${overflow} px too wide`);
    });
  }));
