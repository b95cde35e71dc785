/** Who gets into a queue that is locked, and what those are told who do not: by the program, from outside. */

import assert from "node:assert/strict";
import { cutMarket } from "../e2e/cut_market.ts";
import { atWork, resultOf, type Workplace } from "../e2e/workplace.ts";
import { makeCertificates, operatorAccess } from "./nats_access.ts";
import { NatsServer } from "./nats_server.ts";

const JANUARY = { from: Date.UTC(2023, 11, 20), until: Date.UTC(2024, 1) };
const FLAGS = "--from 2024-01-01 --to 2024-01-07 --data data --interval 1h --agent random --no-progress";

/** A locked server. */
interface Lock {
  readonly name: string;
  /** Makes the files there are, and gives what else nats-server is started with. */
  prepare(folder: string): Promise<string[]> | string[];
  readonly scheme?: "tls";
  /** What gets in. */
  readonly right: string;
  /** What does not, and the line that says so. */
  readonly wrong: readonly (readonly [flags: string, line: RegExp])[];
}

const REACH = /^sweep: cannot reach the queue at 127\.0\.0\.1:\d+: /;

const LOCKS: readonly Lock[] = [
  {
    name: "a token",
    prepare: (folder) => {
      Deno.writeTextFileSync(`${folder}/token`, "s3cret\n");
      Deno.writeTextFileSync(`${folder}/old-token`, "secret\n");
      return ["--auth", "s3cret"];
    },
    right: "--nats-token-file token",
    wrong: [
      ["", /authorization violation; wanted/],
      ["--nats-token-file old-token", /authorization violation; wanted/],
      [
        "--nats-token-file none",
        /^sweep: cannot read \S*none: it is not there; wanted a file for the queue$/,
      ],
    ],
  },
  {
    name: "credentials of an operator's account",
    prepare: (folder) => {
      const [ours, theirs] = [operatorAccess(), operatorAccess()];
      Deno.writeTextFileSync(`${folder}/server.conf`, ours.config);
      Deno.writeTextFileSync(`${folder}/user.creds`, ours.credentials);
      Deno.writeTextFileSync(`${folder}/other.creds`, theirs.credentials);
      Deno.writeTextFileSync(`${folder}/empty.creds`, "nothing\n");
      return ["-c", `${folder}/server.conf`];
    },
    right: "--nats-creds user.creds",
    wrong: [
      ["", /authorization violation; wanted/],
      ["--nats-creds other.creds", /authorization violation; wanted/],
      [
        "--nats-creds empty.creds",
        /^sweep: \S*empty\.creds cannot be used; wanted the credentials file of a user/,
      ],
    ],
  },
  {
    name: "certificates",
    scheme: "tls",
    prepare: async (folder) => {
      await makeCertificates(folder);
      const at = (name: string): string => `${folder}/${name}`;
      return [
        "--tlsverify",
        "--tlscacert",
        at("ca.pem"),
        "--tlscert",
        at("server.pem"),
        "--tlskey",
        at("server.key"),
      ];
    },
    right: "--nats-ca ca.pem --nats-cert client.pem --nats-key client.key",
    wrong: [
      ["--nats-ca ca.pem", /\(it may want one of ours: --nats-cert, --nats-key\); wanted/],
      [
        "--nats-ca ca.pem --nats-cert other.pem --nats-key other.key",
        /\(it may refuse \S*other\.pem\); wanted/,
      ],
      [
        "--nats-cert client.pem --nats-key client.key",
        /unable to verify .* \(--nats-ca says who vouches .*\); wanted/,
      ],
      ["--nats-ca other-ca.pem --nats-cert client.pem --nats-key client.key", /unable to verify .*; wanted/],
      ["--nats-ca names", /^sweep: \S*names cannot be used; wanted a certificate in PEM$/],
      [
        "--nats-cert client.pem --nats-key names",
        /^sweep: \S*names cannot be used; wanted a private key in PEM/,
      ],
      [
        "--nats-ca ca.pem --nats-cert client.pem --nats-key other.key",
        /^sweep: \S*other\.key cannot be used; wanted the key of \S*client\.pem$/,
      ],
    ],
  },
];

async function sweep(place: Workplace, flags: string) {
  return await resultOf(place.start("sweep", flags.split(" ").filter(Boolean)));
}

for (const { name, prepare, scheme = "nats", right, wrong } of LOCKS) {
  Deno.test(`a queue behind ${name}: who has the right one gets in, all others are told in a line`, () =>
    atWork(async (place) => {
      cutMarket(`${place.path}/data`, JANUARY);
      const server = await new NatsServer(`${place.path}/store`, await prepare(place.path)).ready();
      const url = `${scheme}://127.0.0.1:${server.port}`;
      try {
        for (const [flags, wanted] of wrong) {
          const { code, err } = await sweep(place, `${FLAGS} --queue ${url} ${flags}`);
          const [line, hint, ...rest] = err.trimEnd().split("\n");
          assert.match(line, wanted, flags);
          assert.ok(REACH.test(line) || wanted.source.startsWith("^sweep"), line);
          assert.deepEqual(
            { code, hint, rest },
            { code: 1, hint: "try: deno task sweep --help", rest: [] },
            flags,
          );
        }
        const worker = place.start("worker", ["--queue", url, "--cores", "1", ...right.split(" ")]);
        const { code, err } = await sweep(place, `${FLAGS} --queue ${url} ${right}`);
        assert.deepEqual({ code, err }, { code: 0, err: "" });
        worker.kill("SIGTERM");
        const { success, stderr } = await worker.output();
        const said = new TextDecoder().decode(stderr);
        assert.ok(success, said);
        assert.match(said, /worker: 1 run played, 0 failed\n$/);
        assert.equal(place.runFolders().length, 1);
      } finally {
        await server.stop();
      }
    }));
}
