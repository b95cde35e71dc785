/** `report` and the pages of `compare` from outside. */

import assert from "node:assert/strict";
import { atWork, type Result, taskWords, type Workplace } from "./workplace.ts";

const LLM = "--from 2024-01 --to 2024-02 --interval 4h --agent llm --no-progress --no-benchmark";
const SHORT = "--from 2024-01 --to 2024-02 --interval 4h --no-progress --no-benchmark --agent random";

async function task(place: Workplace, name: string, ...words: string[]): Promise<Result> {
  return await place.command([...taskWords(name), ...words]);
}

function assertRefused({ code, out, err }: Result, wanted: number, said: RegExp): void {
  assert.match(err, said);
  assert.deepEqual([code, out], [wanted, ""], err);
  assert.match(err, /^[^\n]+\ntry: deno task \w+ --help\n$/);
}

Deno.test("a report of a model's run has its words, its candles and buy and hold, and is not written twice", () =>
  atWork(async (place) => {
    const { manifest, lines } = await place.good(LLM);
    const { code, out, err } = await task(
      place,
      "report",
      "last",
      "--html",
      "pages/run.html",
      "--draws",
      "99",
    );
    assert.deepEqual([code, err], [0, ""]);
    assert.match(
      out,
      new RegExp(
        `^pages/run\\.html {2}run ${manifest.id}, \\d+ KB, of itself whole: it needs no network\\n$`,
      ),
    );
    const html = Deno.readTextFileSync(`${place.path}/pages/run.html`);
    assert.equal(html.match(/<tr id="trade-\d+">/g)?.length, manifest.metrics!.trades);
    for (const { asset } of manifest.data.files) {
      assert.ok(html.includes(`aria-label="${asset}: candles and trades"`), asset);
    }
    assert.match(html, />buy and hold<\/text>/);
    const spoken = lines.map((line) => JSON.parse(line)).find(({ trades }) => trades !== undefined);
    const opening = lines.map((line) => JSON.parse(line)).find(({ decisions }) =>
      decisions?.some(({ openedAt }: { openedAt?: number }) => openedAt === spoken.trades[0].openedAt)
    );
    assert.ok(html.includes(opening.reasoning.replaceAll("'", "&#39;").slice(0, 60)), opening.reasoning);
    const months = [...html.matchAll(/<tr><td>(2024-\d\d)<\/td>/g)].map(([, month]) => month);
    assert.deepEqual(months, ["2024-01", "2024-02"]);
    assertRefused(
      await task(place, "report", "last", "--html", "pages/run.html"),
      1,
      /^report: pages\/run\.html is there already; wanted/,
    );
    assert.equal(Deno.readTextFileSync(`${place.path}/pages/run.html`), html);
  }));

Deno.test("without its candles a report says so; without figures, a run or a file there is none", () =>
  atWork(async (place) => {
    const { folder, manifest } = await place.good(SHORT);
    const path = `${folder}/run.json`;
    const text = Deno.readTextFileSync(path);
    Deno.writeTextFileSync(path, text.replaceAll("/fixtures/", "/gone/"));
    assert.equal((await task(place, "report", manifest.id, "--html", "a.html", "--draws", "99")).code, 0);
    assert.match(Deno.readTextFileSync(`${place.path}/a.html`), /The candles are not drawn: /);
    assertRefused(await task(place, "report"), 2, /^report: wanted --html, a file to write\n/);
    assertRefused(
      await task(place, "report", "nobody", "--html", "b.html"),
      1,
      /^report: no run "nobody" in runs/,
    );
    Deno.writeTextFileSync(path, JSON.stringify({ ...JSON.parse(text), metrics: null, status: "failed" }));
    assertRefused(
      await task(place, "report", "last", "--html", "b.html"),
      1,
      /^report: run \w+ has no figures \(failed\); wanted a run that ended\n/,
    );
    Deno.writeTextFileSync(path, text);
    const diary = `${folder}/diary.jsonl`;
    Deno.writeTextFileSync(
      diary,
      Deno.readTextFileSync(diary).replace('"equityUsd":10000', '"equityUsd":10001'),
    );
    assertRefused(
      await task(place, "report", "last", "--html", "b.html"),
      1,
      /its hash does not follow from the line before/,
    );
    assert.deepEqual(
      [...Deno.readDirSync(place.path)].map(({ name }) => name).filter((name) => name.startsWith("b")),
      [],
    );
  }));

Deno.test("a comparison is written as a page with what the terminal shows, and not over another", () =>
  atWork(async (place) => {
    const ids = [await place.good(SHORT), await place.good(`${SHORT} --seed 2`)].map(({ manifest }) =>
      manifest.id
    );
    const words = [...ids, "--draws", "99", "--html", "compared.html"];
    const { code, out } = await task(place, "compare", ...words);
    assert.equal(code, 0);
    const html = Deno.readTextFileSync(`${place.path}/compared.html`);
    const [last, page] = out.trimEnd().split("\n\n").slice(-2);
    assert.match(page, /^compared\.html {2}\d+ KB, of itself whole: it needs no network$/);
    const verdict = last.replaceAll("\n", " ");
    assert.ok(html.includes(`<p class="verdict">${verdict.replace(/ -(?=\d)/g, " −")}</p>`), verdict);
    assert.match(html, /aria-label="Return since the first cycle"/);
    assertRefused(
      await task(place, "compare", ...words),
      1,
      /^compare: compared\.html is there already; wanted the name of a new file\n/,
    );
  }));
