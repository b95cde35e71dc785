import { deepStrictEqual, match, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { Browser, Locator, Page } from "playwright-core";
import { axeFindings, openBrowser, openPage } from "./browser.ts";
import { openPlace, type Place } from "./place.ts";

const PATIENCE_MS = 30_000;
let place: Place;
let browser: Browser;

Deno.test.beforeAll(async () => {
  place = await openPlace();
  browser = await openBrowser();
});

Deno.test.afterAll(async () => {
  await browser.close();
  await place.stop();
});

/** Does something with a page that must end without anything wrong on it. */
async function onPage(path: string, use: (page: Page) => Promise<void>, options = {}): Promise<void> {
  const { page, faults, close } = await openPage(browser, options);
  page.setDefaultTimeout(PATIENCE_MS);
  try {
    await page.goto(place.url + path);
    await use(page);
    deepStrictEqual(faults, []);
  } finally {
    await close();
  }
}

/** Waits until something holds, looking every fifth of a second. */
async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    ok(performance.now() < end, `not within ${PATIENCE_MS} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function lineOf(run: string, seq: number): Promise<Record<string, unknown>> {
  const { lines } = await (await fetch(`${place.url}/api/runs/${run}/diary?from=${seq}&limit=1`)).json();
  return lines[0];
}

Deno.test("now: a living run moves by itself, without the page being loaded again", () =>
  onPage("/", async (page) => {
    const equity = page.getByRole("button", { name: /^equity: / });
    await equity.waitFor();
    // The text first: a line that comes between the two is waited past then.
    const shown = await equity.textContent();
    const before = Number(await equity.getAttribute("data-seq"));
    await page.evaluate(() => Object.assign(globalThis, { isSame: true }));
    await until(async () => Number(await equity.getAttribute("data-seq")) > before, "a later line");
    notStrictEqual(await equity.textContent(), shown);
    strictEqual(await page.evaluate(() => "isSame" in globalThis), true);
    strictEqual(await page.getByRole("article", { name: /position$/ }).count(), 3);
    match((await page.getByLabel("status").textContent())!, /paper.*buy-and-hold.*running/s);
  }));

Deno.test("controls: the token is asked once; pause, close one, resume act within a second and say what came of it", () =>
  onPage("/", async (page) => {
    const status = page.getByLabel("controls").getByRole("status");
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByLabel(/The token that the terminal showed/).fill("wrong");
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel(/The token that the terminal showed/).fill(place.token);
    await page.getByRole("button", { name: "Go on" }).click();
    await until(async () => (await status.textContent())!.startsWith("paused"), "the pause");
    await page.getByRole("button", { name: "Resume" }).waitFor();
    strictEqual(await page.evaluate("document.cookie"), "");

    const card = page.getByRole("article", { name: "BTC position" });
    await card.getByRole("button", { name: "Close" }).click();
    const began = performance.now();
    await page.getByRole("button", { name: "Yes" }).click();
    await until(async () => /BTC: closed/.test((await status.textContent())!), "the close");
    ok(performance.now() - began < 3000, "asked, done and told in a moment");
    await until(async () => await card.count() === 0, "the card gone");

    await page.getByRole("button", { name: "Resume" }).click();
    await until(async () => (await status.textContent())! === "resumed", "the resume");
    const told = await page.locator(".told header b").allTextContents();
    ok(told.some((text) => /close BTC, asked by dashboard/.test(text)), told.join());
  }));

/** Whether something comes within two seconds. */
async function isThere(wanted: Locator): Promise<boolean> {
  const began = performance.now();
  while (performance.now() - began < 2000) {
    if (await wanted.isVisible()) return true;
    await new Promise((go) => setTimeout(go, 20));
  }
  return false;
}

Deno.test("every figure opens the line it came from, and that line is in the diary", async () => {
  for (const path of ["/", `/?run=${place.finished.trend}`, `/runs/${place.finished.trend}`]) {
    await onPage(path, async (page) => {
      await page.locator("button.figure").first().waitFor();
      await until(async () => await page.locator(".told").count() > 0, "the stream");
      const run = path === "/" ? place.running : place.finished.trend;
      await until(
        async () => await page.getByText("The diary is being read").count() === 0,
        "the diary read",
      );
      const figures = await page.locator("button.figure").all();
      ok(figures.length > 20, `${figures.length} figures on ${path}`);
      for (const figure of figures) {
        // A run that goes on may change a figure between the look and the key.
        const seqOf = async (): Promise<number> => Number(await figure.getAttribute("data-seq"));
        const panel = page.getByRole("dialog", { name: `of the diary of run ${run}` });
        let before = NaN;
        // The key is lost where the figure is drawn anew in that moment.
        await until(async () => {
          before = await seqOf();
          await figure.press("Enter");
          return await isThere(panel);
        }, "the line");
        await panel.getByText(/as it stands in diary.jsonl/).click();
        const shown = JSON.parse((await panel.locator("details pre").last().textContent())!);
        ok([before, await seqOf()].includes(shown.seq), `${await figure.getAttribute("aria-label")}`);
        match((await panel.getAttribute("aria-label"))!, new RegExp(`^line ${shown.seq + 1} `));
        strictEqual(shown.hash, (await lineOf(run, shown.seq)).hash);
        await page.keyboard.press("Escape");
        await panel.waitFor({ state: "detached" });
      }
    });
  }
});

Deno.test("a figure of a trade is that of the line it names", () =>
  onPage(`/runs/${place.finished.trend}`, async (page) => {
    await page.getByRole("tab", { name: "Completed trades" }).click();
    const row = page.getByRole("tabpanel").getByRole("row").nth(1);
    const net = row.getByRole("button").last();
    const { trades } = await lineOf(place.finished.trend, Number(await net.getAttribute("data-seq")));
    const [trade] = (trades as { netPnlUsd: number; asset: string }[]).filter(({ asset }) => asset !== "");
    const text = (await net.textContent())!.replace("\u2212", "-").replaceAll(",", "").replace("+", "");
    strictEqual(Number(text), Number(trade.netPnlUsd.toFixed(2)));
  }));

Deno.test("scrub: step, slider, next trade and keys lead to the run as it stood then", () =>
  onPage(`/scrub?runs=${place.finished.trend}`, async (page) => {
    const at = page.locator("[data-at]");
    await until(async () => /^cycle 1 of 2976/.test((await at.textContent())!), "the first cycle");
    await page.getByRole("button", { name: "Step" }).click();
    await until(async () => /^cycle 2 of/.test((await at.textContent())!), "a step");
    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press("]");
    await until(async () => /^cycle 3 of/.test((await at.textContent())!), "a step by key");
    await page.keyboard.press("t");
    await until(async () => Number(/cycle (\d+)/.exec((await at.textContent())!)![1]) > 100, "a trade");
    const close = Number(await at.getAttribute("data-at"));
    const moment = await (await fetch(`${place.url}/api/runs/${place.finished.trend}/moment?at=${close}`))
      .json();
    const equity = page.getByRole("button", { name: /^equity: / });
    strictEqual(
      (await equity.textContent())!.replaceAll(",", ""),
      moment.account.equityUsd.value.toFixed(2),
    );
    await page.getByRole("slider", { name: "cycle" }).fill("2000");
    await until(async () => /^cycle 2000 of/.test((await at.textContent())!), "the slider");
    await page.getByLabel("speed").selectOption("16");
    await page.getByRole("button", { name: "Play" }).click();
    await until(async () => Number(/cycle (\d+)/.exec((await at.textContent())!)![1]) > 2003, "it plays");
    await page.getByRole("button", { name: "Stop" }).click();
  }));

Deno.test("two runs side by side meet at the first line that differs", () =>
  onPage("/runs", async (page) => {
    const { trend, reversion } = place.finished;
    await page.getByLabel(`compare ${trend}`).check();
    await page.getByLabel(`compare ${reversion}`).check();
    await page.getByRole("button", { name: "Compare 2" }).click();
    await page.getByText("They first differ in").waitFor();
    match((await page.getByRole("table").first().textContent())!, /return/);
    match((await page.locator("[data-verdict]").textContent())!, /\w+ .*\./);
    await page.getByRole("link", { name: "Side by side there" }).click();
    const at = page.locator("[data-at]");
    const { divergence } = await (await fetch(`${place.url}/api/compare?a=${trend}&b=${reversion}`)).json();
    await until(async () => Number(await at.getAttribute("data-at")) === divergence.close, "the divergence");
    await until(async () => await page.locator(".sides > div").count() === 2, "both sides");
  }));

Deno.test("families: the list leads to one, its ranking is that of compare, and each run to its report", () =>
  onPage("/runs", async (page) => {
    await page.getByRole("heading", { name: "Runs" }).waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("f");
    const row = page.getByRole("row", { name: place.family });
    await row.getByText("4 of 4 done").waitFor();
    await row.getByText(/ beside \d+ tries$/).waitFor();
    await row.getByText(/^\S+ to \S+$/).waitFor();
    match((await row.textContent())!, /agent mean-reversion, trend; risk high, moderate/);
    await row.getByRole("link", { name: place.family }).click();

    const ranking = await (await fetch(`${place.url}/api/families/${place.family}/ranking`)).json();
    const { text } = ranking.blocks.find(({ kind }: { kind: string }) => kind === "verdict");
    await page.locator("[data-verdict]").getByText(text).waitFor();
    const runs = page.getByRole("region", { name: "runs of the family" }).getByRole("link");
    await until(
      async () =>
        // One that is left out of the ranking comes after it.
        (await runs.allTextContents()).slice(0, ranking.ranked.length).join() ===
          ranking.ranked.map(({ id }: { id: string }) => id).join(),
      "the order of the ranking",
    );
    const chance = (ranking.ranked[0].deflatedSharpe * 100).toFixed(2);
    await page.getByRole("row", { name: ranking.ranked[0].id }).getByText(chance).waitFor();
    const { rows, columns } = ranking.map;
    const cells = page.locator(".heat tbody td").filter({ hasText: /./ });
    strictEqual(await cells.count(), rows.length * columns.length);
    await page.getByRole("img", { name: /^returns of all runs at the end/ }).waitFor();
    await page.getByRole("img", { name: /^distribution of \d Sharpe ratios/ }).waitFor();
    await runs.first().click();
    await page.getByText(new RegExp(`run ${ranking.ranked[0].id}`)).first().waitFor();
  }));

Deno.test("a family that is not there is told", () =>
  onPage("/families/f-ffffffff", (page) => page.getByText("there is no such family").waitFor()));

Deno.test("a run that has ended takes no command and says so; one that is not there is told", async () => {
  await onPage(`/?run=${place.finished.trend}`, async (page) => {
    await page.getByText("off: the run is finished").waitFor();
    for (const name of ["Pause", "Close all", "Stop"]) {
      strictEqual(await page.getByRole("button", { name, exact: true }).isDisabled(), true, name);
    }
  });
  await onPage("/?run=ffffffff", (page) => page.getByText("there is no such run").waitFor());
});

Deno.test("script in words is shown as words", () =>
  onPage("/runs", async (page) => {
    await page.getByRole("searchbox").fill("<img src=x onerror=alert(1)>");
    await page.getByText("No run fits the filter.").waitFor();
    strictEqual(await page.locator("img").count(), 0);
  }));

Deno.test("axe-core finds nothing, in both themes and at phone width", async () => {
  const { trend, reversion } = place.finished;
  const paths = [
    "/",
    "/runs",
    `/runs/${trend}`,
    `/scrub?runs=${trend}`,
    `/compare?runs=${trend},${reversion}`,
    "/families",
    `/families/${place.family}`,
  ];
  const looks = [
    { colorScheme: "light" },
    { colorScheme: "dark" },
    { colorScheme: "light", viewport: { width: 390, height: 844 } },
  ];
  for (const look of looks) {
    for (const path of paths) {
      await onPage(path, async (page) => {
        await new Promise((resolve) => setTimeout(resolve, 800));
        deepStrictEqual(await axeFindings(page), [], `${path} ${JSON.stringify(look)}`);
        const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
        ok(overflow <= 0, `${path} is ${overflow} px wider than ${JSON.stringify(look)}`);
      }, look);
    }
  }
});
