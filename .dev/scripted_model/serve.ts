/** `deno task scripted-model`: the scripted model on loopback, for whoever wants to try what asks a model without a key. */
import { SCRIPTED_MODEL, serveScriptedModel } from "./server.ts";

const HELP = `Usage: deno task scripted-model

Serves the script of the shipped recording on a free port of this machine, as a model that speaks chat
completions, until Ctrl-C, and prints the lines for .env. Then, in another terminal:

  deno task backtest --from 2024-01 --to 2024-01 --agent llm --interval 4h --llm record

It costs nothing, looks at no prompt, and is no model. It takes no flags.`;
if (Deno.args.length > 0) {
  const isHelp = Deno.args.length === 1 && ["--help", "-h"].includes(Deno.args[0]);
  if (isHelp) console.log(HELP);
  else console.error(`scripted-model: "${Deno.args.join(" ")}" belongs to no flag; it takes none`);
  Deno.exit(isHelp ? 0 : 2);
}
const { baseUrl } = serveScriptedModel();
console.log(`A script that answers as a model does; what it decides is worth nothing. In .env:

  LLM_PROVIDER=scripted
  LLM_MODEL=${SCRIPTED_MODEL}
  OPENAI_BASE_URL=${baseUrl}

Ctrl-C ends it.`);
