import assert from "node:assert/strict";
import { AgentError, createAgent } from "../../engine/mod.ts";
import template from "./template.ts";
import { templateFor, writeTemplate } from "./write_template.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

Deno.test("the README shows the template, as it stands in a file beside it", () => {
  const readme = Deno.readTextFileSync(`${ROOT}README.md`);
  const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text]) => text);
  assert.deepEqual(blocks.filter((text) => text.includes("defineAgent")), [
    templateFor(`${ROOT}mine.ts`)
      .replaceAll(`${ROOT}mine.ts`, "./mine.ts"),
  ]);
});

Deno.test("the template is an agent with parameters that have defaults and limits", () => {
  const agent = createAgent(template, []);
  assert.deepEqual(agent.parameters, { fast: 20, slow: 50, share: 0.2 });
  assert.throws(() => createAgent(template, [{ name: "fast", value: "60" }]), /fast must be less than slow/);
});

Deno.test("a file is named in its agent, unless a built-in agent has that name; the engine is imported from where it lies", () => {
  assert.match(templateFor("/tmp/my agents/dip.v2.ts"), /name: "dip-v2"/);
  assert.match(templateFor("trend.ts"), /name: "my-trend"/);
  assert.match(templateFor(`${ROOT}mine.ts`), / from "\.\/engine\/mod\.ts";/);
  assert.match(templateFor(`${ROOT}agents/mine.ts`), / from "\.\.\/engine\/mod\.ts";/);
  assert.match(templateFor("mine.ts"), /deno task check-agent \.\/mine\.ts\n/);
});

Deno.test("nothing is overwritten, and a folder that is not there is told", () => {
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/mine.ts`;
    writeTemplate(path);
    assert.equal(Deno.readTextFileSync(path), templateFor(path));
    Deno.writeTextFileSync(path, "mine");
    assert.throws(
      () => writeTemplate(path),
      new AgentError(`cannot write ${path}: it is there already; wanted a name that is free`),
    );
    assert.equal(Deno.readTextFileSync(path), "mine");
    assert.throws(
      () => writeTemplate(`${folder}/no/mine.ts`),
      /its folder is not there; wanted one that is$/,
    );
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
