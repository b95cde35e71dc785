/** `deno task screenshots`: pictures of the demo for the README, into `.github/`. */
import { startDemo } from "../demo/demo.ts";
import { openBrowser, openPage } from "./browser.ts";

const FOLDER = new URL("../../.github/", import.meta.url).pathname;
/** So many candles are waited for, at three seconds each: something has happened then. */
const CYCLES = 26;
const DRAWN_MS = 2500;

const demo = await startDemo({ speed: 4800, port: 0 });
try {
  const [{ id }] = await (await fetch(`${demo.url}/api/runs`)).json();
  const cycles = async (): Promise<number> =>
    (await (await fetch(`${demo.url}/api/runs/${id}`)).json()).moment.cycles.value;
  /** The last cycle after which a position was open: there is more to see of it. */
  const lastHeld = async (): Promise<number> => {
    for (let cycle = await cycles(); cycle > 1; cycle--) {
      const moment = await (await fetch(`${demo.url}/api/runs/${id}/moment?cycle=${cycle}`)).json();
      if (moment.positions.length > 0) return moment.seq;
    }
    return 1;
  };
  while (await cycles() < CYCLES) await new Promise((resolve) => setTimeout(resolve, 500));
  const held = await lastHeld();
  const browser = await openBrowser();
  const shots = [
    { name: "dashboard", path: "/", look: { colorScheme: "light", viewport: { width: 1360, height: 1160 } } },
    {
      name: "dashboard-dark",
      path: `/scrub?runs=${id}&seq=${held}`,
      look: { colorScheme: "dark", viewport: { width: 1360, height: 1160 } },
    },
    {
      name: "dashboard-phone",
      path: "/",
      look: { colorScheme: "light", viewport: { width: 390, height: 780 } },
    },
  ] as const;
  for (const { name, path, look } of shots) {
    const { page, close } = await openPage(browser, look);
    await page.goto(demo.url + path);
    await page.locator(".told").first().waitFor();
    await new Promise((resolve) => setTimeout(resolve, DRAWN_MS));
    await page.screenshot({ path: `${FOLDER}${name}.png` });
    console.log(`.github/${name}.png: ${Math.round(Deno.statSync(`${FOLDER}${name}.png`).size / 1000)} kB`);
    await close();
  }
  await browser.close();
} finally {
  await demo.stop();
}
