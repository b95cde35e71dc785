import assert from "node:assert/strict";
import { report, shownTrade } from "../testing/report.ts";
import { reportPage } from "./report_page.ts";

const ATTACK = `</pre><script>alert(1)</script><img src=x onerror="alert(2)">`;

Deno.test("a report shows figures with intervals, months, candles with trades, and each trade's words", () => {
  const html = reportPage(report([shownTrade("it rises\nso buy")]));
  const parts = [
    /<title>Run aaaaaaaa<\/title>/,
    /<tr><td>return<\/td><td class="gain">\+4\.13 %<\/td><td>−10\.00 %<\/td><td>\+20\.00 %<\/td>/,
    /<tr><td>Sharpe<\/td><td>\+0\.84<\/td><td>−0\.50<\/td><td>\+2\.25<\/td>/,
    /<tr><td>max drawdown<\/td><td>−7\.77 %<\/td><td>−30\.00 %<\/td><td>−5\.00 %<\/td>/,
    /<tr><td>2024-01<\/td><td class="gain">\+5\.00 %<\/td><td>−10\.00 %<\/td><td>1<\/td>/,
    />buy and hold<\/text><text [^>]*>12,000<\/text>/,
    /aria-label="BTC: candles and trades"/,
    /<a href="#trade-1"><title>long 2024-01-02 00:00 at 40000, 2024-01-03 00:00 at 41000, \+489\.00 USD<\/title>/,
    /<tr id="trade-1">.*<td class="gain">\+489\.00<\/td>/,
    /<summary>cheap<\/summary>.*2024-01-02 00:00 buy · stop 39000, target 41000 · line 97 of the diary/,
    /<pre>it rises\nso buy<\/pre><pre>Plan: soon<\/pre>/,
  ];
  for (const part of parts) assert.match(html, part);
});

Deno.test("nobody's words become tags, and the page can reach nothing", () => {
  const bad = shownTrade(ATTACK);
  const words = { ...bad.opened[0], rationale: ATTACK, exitPlan: ATTACK };
  const { manifest } = report([]);
  const html = reportPage(
    report([{ ...bad, opened: [words], closed: words, trade: { ...bad.trade, asset: ATTACK } }], {
      manifest: {
        ...manifest,
        agent: ATTACK,
        warnings: [ATTACK],
        settings: { assets: [ATTACK], interval: ATTACK },
      },
      market: ATTACK,
    }),
  );
  assert.ok(!/<script|<img|onerror="/.test(html));
  assert.equal(html.split("&lt;script&gt;").length > 8, true);
  assert.match(
    html,
    /http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;/,
  );
  assert.ok(!/(?:src|href)="(?!#)/.test(html) && !/https?:\/\//.test(html), "no address of anywhere");
});

Deno.test("what is missing is said: candles, intervals, closed trades", () => {
  const html = reportPage(report([], { market: "the file is gone", intervals: null }));
  assert.match(html, /The candles are not drawn: the file is gone\./);
  assert.match(html, /365 daily returns, an interval needs 30\./);
  assert.match(html, /No trade was closed\./);
});

Deno.test("a page of a year with thousands of long-winded trades stays under 5 MB, and has all of them", () => {
  const trades = Array.from(
    { length: 6000 },
    (_, index) => shownTrade(`${index} ${"because <ä> ".repeat(200)}`),
  );
  const html = reportPage(report(trades));
  assert.ok(new TextEncoder().encode(html).length < 5_000_000, String(html.length));
  assert.match(html, /Words longer than \d+ letters are cut/);
  assert.match(html, /<tr id="trade-6000">/);
});
