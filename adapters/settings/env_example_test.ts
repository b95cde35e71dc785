import assert from "node:assert/strict";
import { KEY_VARIABLES } from "./private_key.ts";
import { ACCOUNT_VARIABLE } from "./trading_terms.ts";
import {
  ALERT_VARIABLES,
  DASHBOARD_VARIABLES,
  FOREIGN_VARIABLES,
  MARKET_VARIABLES,
  RECORD_VARIABLES,
  variableNames,
} from "./variables.ts";

const EXAMPLE = Deno.readTextFileSync(new URL("../../.env.example", import.meta.url));

/** What it shows, each commented out: a copy of it sets nothing. */
const shown = new Set([...EXAMPLE.matchAll(/^#([A-Z][A-Z_]*)=/gm)].map(([, name]) => name));

Deno.test(".env.example shows every variable that is read, and none that is not", () => {
  const read = [
    ...[
      ...variableNames({ access: true }),
      ...MARKET_VARIABLES,
      ...RECORD_VARIABLES,
      ...DASHBOARD_VARIABLES,
      ...ALERT_VARIABLES,
    ],
    ...[...KEY_VARIABLES, ACCOUNT_VARIABLE],
  ];
  assert.deepEqual([...shown].sort(), [...new Set<string>(read)].sort());
});

Deno.test(".env.example sets nothing by itself, and names what is not read", () => {
  for (const line of EXAMPLE.split("\n")) assert.match(line, /^(#.*)?$/);
  for (const name of FOREIGN_VARIABLES) assert.match(EXAMPLE, new RegExp(`# Not read: .*${name}`));
});
