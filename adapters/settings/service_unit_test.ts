import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { existsSync } from "node:fs";
import { type ServiceTerms, serviceUnit } from "./service_unit.ts";

const TERMS: ServiceTerms = {
  words: ["live", "--network", "mainnet", "--assets", "BTC"],
  written: ["runs", ".cassettes"],
  ...{ folder: "/opt/reprise", deno: Deno.execPath(), launcher: "/opt/reprise/adapters/settings/launch.ts" },
};
const ANALYZE = "/usr/bin/systemd-analyze";

function linesOf(terms: Partial<ServiceTerms> = {}): string[] {
  return serviceUnit({ ...TERMS, ...terms }).split("\n");
}

Deno.test("service: exactly the flags that were typed, and the consent that nobody can type there", () => {
  const start = linesOf().find((line) => line.startsWith("ExecStart="))!;
  const words = "launch.ts live --network mainnet --assets BTC --yes";
  ok(start.endsWith(words), start);
  const paper = linesOf({ words: ["paper"] }).find((line) => line.startsWith("ExecStart="))!;
  match(paper, /launch\.ts paper$/);
  const consented = linesOf({ words: ["live", "--yes"] }).find((line) => line.startsWith("ExecStart="))!;
  match(consented, /launch\.ts live --yes$/);
});

Deno.test("service: who signs must be able to read the key's file, and is told so", () => {
  const told = (words: readonly string[]): boolean =>
    linesOf({ words }).some((line) => /where .env names one, must be its own: chown reprise/.test(line));
  deepStrictEqual([["live"], ["watch", "last"], ["paper"]].map(told), [true, true, false]);
});

Deno.test("service: a user of its own, a system it cannot change, and the folders that it writes", () => {
  const lines = linesOf();
  for (
    const wanted of ["User=reprise", "ProtectSystem=strict", "NoNewPrivileges=yes", "Restart=on-failure"]
  ) {
    ok(lines.includes(wanted), wanted);
  }
  const writable = lines.filter((line) => line.startsWith("ReadWritePaths="));
  deepStrictEqual(writable, ["ReadWritePaths=/opt/reprise/runs", "ReadWritePaths=/opt/reprise/.cassettes"]);
  ok(lines.includes("EnvironmentFile=/etc/reprise/live.env"));
  ok(linesOf({ folder: "/home/me/reprise" }).includes("ProtectHome=read-only"));
  ok(linesOf({ deno: "/usr/bin/deno" }).includes("ProtectHome=yes"));
});

Deno.test("service: blanks, quotes, percent and dollar signs stay what they are", () => {
  const words = ["paper", "--runs", 'a b"c', "--risk", "50%$x.json"];
  const start = linesOf({ words, folder: "/opt/re prise" }).find((line) => line.startsWith("ExecStart="))!;
  ok(start.endsWith('paper --runs "a b\\"c" --risk 50%%$$x.json'), start);
});

Deno.test("service: no key and no address of a hook is ever in it: they are in the file it reads", () => {
  ok(!/PRIVATE_KEY|WEBHOOK|0x/.test(serviceUnit(TERMS)));
});

Deno.test({
  name: "service: systemd-analyze verify has nothing to say",
  // Skipped only where systemd is not installed (apt install systemd).
  ignore: !existsSync(ANALYZE),
  fn: async () => {
    const folder = await Deno.makeTempDir({ prefix: "reprise unit-" });
    try {
      for (const words of [TERMS.words, ["paper", "--runs", "a b"], ["watch", "last", "--after", "60s"]]) {
        const path = `${folder}/reprise-${words[0]}.service`;
        await Deno.writeTextFile(path, serviceUnit({ ...TERMS, words, folder, written: ["runs", "a b"] }));
        const { code, stdout, stderr } = await new Deno.Command(ANALYZE, { args: ["verify", path] }).output();
        const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
        deepStrictEqual({ code, said }, { code: 0, said: "" });
      }
      const wrong = `${folder}/wrong.service`;
      await Deno.writeTextFile(
        wrong,
        serviceUnit(TERMS).replace("ProtectSystem=strict", "ProtectSystem=nonsense"),
      );
      const { stderr } = await new Deno.Command(ANALYZE, { args: ["verify", wrong] }).output();
      strictEqual(new TextDecoder().decode(stderr).includes("nonsense"), true, "it does look");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
