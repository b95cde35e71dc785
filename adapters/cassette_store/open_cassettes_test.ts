import { deepStrictEqual, throws } from "node:assert/strict";
import { CassetteFolder } from "./cassette_folder.ts";
import { openRecordedCassettes } from "./open_cassettes.ts";
import { entryOf, withFolder } from "./testing/entries.ts";

const [FIRST, SECOND] = [entryOf("first"), entryOf("second")];
const MODEL = { provider: "p", model: "m" };

Deno.test("a run's own answers go before the shared ones; one that is gone or was changed is named", () =>
  withFolder((path) => {
    const places = { shared: `${path}/shared`, run: `${path}/run`, shipped: `${path}/shipped`, model: MODEL };
    const [own, shared] = [`${path}/run/cassette`, places.shared].map((one) => new CassetteFolder(one));
    own.keep(FIRST);
    shared.keep({ ...FIRST, answer: SECOND.answer });
    shared.keep(SECOND);
    const store = openRecordedCassettes(places, [FIRST.key, SECOND.key]);
    deepStrictEqual([FIRST, SECOND].map(({ key }) => store.find(key)), [FIRST.answer, SECOND.answer]);

    throws(() => openRecordedCassettes({ ...places, run: null, shared: `${path}/none` }, [SECOND.key]), {
      name: "CassetteError",
      message:
        `the recorded answer ${SECOND.key} is gone; wanted it in one of ${path}/none, ${path}/shipped/p-m.cassette.gz`,
    });
    const [{ path: file }] = [...shared.files()].filter(({ key }) => key === SECOND.key);
    Deno.writeTextFileSync(file, Deno.readTextFileSync(file).replace('"costUsd":', '"costUsd":1'));
    throws(() => openRecordedCassettes(places, [SECOND.key]), {
      message: `the recorded answer ${file} was changed; wanted the one the run had, key ${SECOND.key}`,
    });
  }));
