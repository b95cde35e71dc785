/**
 * The project's own lint rules: the architecture page as a check. `deno lint` loads this file (see deno.json).
 *
 * An exemption stands on the line above and gives its reason:
 * `// deno-lint-ignore reprise/function-length -- one table, read as a whole`; for `reprise/file-length` it is
 * `// deno-lint-ignore-file reprise/file-length -- reason` at the top of the file.
 * @module
 */

import { gateOnlyApproves } from "./lint/gate_only_approves.ts";
import { exemptionReason, noModeBranch, noSwallow } from "./lint/habits.ts";
import { importDirections } from "./lint/import_directions.ts";
import { noAmbient } from "./lint/no_ambient.ts";
import { fileLength, functionLength, maxNesting, maxParams } from "./lint/sizes.ts";

const plugin: Deno.lint.Plugin = {
  name: "reprise",
  rules: {
    "import-directions": importDirections,
    "no-ambient": noAmbient,
    "gate-only-approves": gateOnlyApproves,
    "function-length": functionLength,
    "file-length": fileLength,
    "max-params": maxParams,
    "max-nesting": maxNesting,
    "no-mode-branch": noModeBranch,
    "no-swallow": noSwallow,
    "exemption-reason": exemptionReason,
  },
};

export default plugin;
