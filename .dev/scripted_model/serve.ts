/** `deno task scripted-model`: the scripted model on loopback, for whoever wants to try what asks a model without a key. */
import { SCRIPTED_MODEL, serveScriptedModel } from "./server.ts";

if (Deno.args.length > 0) {
  console.error(`scripted-model: "${Deno.args.join(" ")}" belongs to no flag; it takes none`);
  Deno.exit(2);
}
const { baseUrl } = serveScriptedModel();
console.log(`A script that answers as a model does; what it decides is worth nothing. In .env:

  LLM_PROVIDER=scripted
  LLM_MODEL=${SCRIPTED_MODEL}
  OPENAI_BASE_URL=${baseUrl}

Ctrl-C ends it.`);
