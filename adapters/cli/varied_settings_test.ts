import { deepStrictEqual } from "node:assert/strict";
import { manifestOf } from "./testing/comparison.ts";
import { variedBy } from "./varied_settings.ts";

const nothing = variedBy({ settingDifferences: () => [] });

Deno.test("what varies in a sweep are its points, also where one of them lacks a name", () => {
  const runs = [{ fast: "5", slow: "30" }, { fast: "10" }].map((point, job) =>
    manifestOf(String(job), { sweep: { job, point: point as Record<string, string> } })
  );
  deepStrictEqual(nothing(runs), [
    { name: "fast", values: ["5", "10"] },
    { name: "slow", values: ["30", null] },
  ]);
});

Deno.test("in another family they are the settings that differ, named as in compare", () => {
  const varied = variedBy({
    settingDifferences: () => [
      { name: "agent", values: ["trend", "random"] },
      { name: "profile.name", values: ["high", null] },
      { name: "profile.maxLeverage", values: [5, 8] },
      { name: "parameters.fast", values: [5, 8] },
    ],
  });
  const swept = manifestOf("1", { sweep: { job: 0, point: { fast: "5" } } });
  deepStrictEqual(varied([manifestOf("0"), swept]), [
    { name: "risk", values: ["high", null] },
    { name: "fast", values: ["5", "8"] },
  ]);
});
