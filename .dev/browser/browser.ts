/** A real browser, Debian's chromium, that looks at the dashboard. */
import axe from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where chromium lies. Throws an Error that says how to get it. */
function chromiumPath(): string {
  const named = Deno.env.get("CHROMIUM");
  for (const path of named === undefined ? PLACES : [named]) {
    try {
      if (Deno.statSync(path).isFile) return path;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  throw new Error("no chromium; apt-get install chromium, or name one in CHROMIUM");
}

/** Starts it. */
export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox"] });
}

/** A page, and what went wrong on it. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors of scripts, refused resources, requests that left this machine. */
  readonly faults: string[];
  close(): Promise<void>;
}

/** Opens a page that notes everything that goes wrong on it. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("console", (message) => {
    // What the server refuses on purpose is told by the page itself.
    if (message.type() === "error" && !/status of (401|404|409)/.test(message.text())) {
      faults.push(`console: ${message.text()}`);
    }
  });
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (hostname !== "127.0.0.1" && protocol.startsWith("http")) faults.push(`left: ${request.url()}`);
  });
  return { page, faults, close: () => context.close() };
}

/** What axe-core finds on the page as it is, a line for each. */
export async function axeFindings(page: Page): Promise<string[]> {
  // Run in a world of its own: the page's policy lets no script in that is not its own.
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send("Page.getFrameTree");
  const { executionContextId: contextId } = await session.send("Page.createIsolatedWorld", {
    frameId: frameTree.frame.id,
  });
  await session.send("Runtime.evaluate", { contextId, expression: axe.source });
  const { result } = await session.send("Runtime.evaluate", {
    contextId,
    expression:
      `axe.run().then(({ violations }) => JSON.stringify(violations.map(({ id, help, nodes }) => id + ": " + help + " at " + nodes.map(({ target }) => target.join(" ")).slice(0, 3).join(", "))))`,
    awaitPromise: true,
    returnByValue: true,
  });
  return JSON.parse(String(result.value));
}
