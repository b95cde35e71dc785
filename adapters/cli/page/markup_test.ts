import assert from "node:assert/strict";
import { escaped, Markup, markup, printed } from "./markup.ts";

const ATTACK = `<script>alert("1")</script> & 'x'\u0000`;

Deno.test("whatever is put into a template is escaped, in text and in attributes", () => {
  const page = markup`<p title="${ATTACK}">${ATTACK}${[ATTACK, null, 5]}</p>`;
  const safe = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;";
  assert.equal(page.text, `<p title="${safe}">${safe}${safe}5</p>`);
  assert.equal(escaped(ATTACK), safe);
});

Deno.test("markup inside markup stays as it is", () => {
  assert.equal(markup`<b>${markup`<i>${"<"}</i>`}${[new Markup("<br>")]}</b>`.text, "<b><i>&lt;</i><br></b>");
});

Deno.test("figures have a true minus; words and dates keep theirs", () => {
  assert.equal(printed("-4.38 %"), "−4.38 %");
  assert.equal(printed("-0.56 to -7 (-3) USD"), "−0.56 to −7 (−3) USD");
  assert.equal(printed("2024-01-02 mean-reversion - x"), "2024-01-02 mean-reversion - x");
});
