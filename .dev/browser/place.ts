/** What the tests look at: a venue, a paper run on it with its dashboard, two finished runs, and a sweep. */
import { type DemoProcess, startFreely } from "../demo/demo_process.ts";

/** All of it, running. */
export interface Place {
  readonly url: string;
  readonly token: string;
  readonly folder: string;
  /** The runs that have ended, by agent. */
  readonly finished: { readonly trend: string; readonly reversion: string };
  /** The sweep: two agents by two profiles. */
  readonly family: string;
  /** The run that runs. */
  readonly running: string;
  /** What its processes wrote. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts it; what runs here has every right, since it writes into a folder of its own. */
export async function openPlace(): Promise<Place> {
  const folder = await Deno.makeTempDir({ prefix: "reprise-browser-" });
  const started: DemoProcess[] = [];
  const start = (...words: string[]): DemoProcess => {
    const process = startFreely([...words, "--runs", `${folder}/runs`], { NO_COLOR: "1" });
    started.push(process);
    return process;
  };
  const backtest = async (agent: string): Promise<string> => {
    const range = ["--from", "2024-01", "--to", "2024-01", "--no-benchmark", "--no-progress", "--json"];
    const process = start("backtest", "--agent", agent, ...range);
    if (await process.ended !== 0) throw new Error(process.log());
    return /"runId": "(\w+)"/.exec(process.log())![1];
  };
  const finished = { trend: await backtest("trend"), reversion: await backtest("mean-reversion") };
  const family = await sweep(start);
  const venue = start("venue", "--from", "2024-01-02", "--speed", "900", "--port", "0", "--limits", "off");
  const [, address] = await venue.found(/http:\/\/(\S+)\/info/);
  const market = ["--hyperliquid", `http://${address}`, "--agent", "buy-and-hold"];
  const paper = start("paper", ...market, "--dashboard", "--dashboard-port", "0");
  const [, url, token] = await paper.found(/dashboard: (http:\S+), token (\w+)/);
  const [, running] = await paper.found(/new run \S+\/(\w{8})/);
  return {
    ...{ url, token, folder, finished, family, running },
    log: () => started.map((process) => process.log()).join("\n"),
    stop: async () => {
      for (const process of started.reverse()) await process.stop();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function sweep(start: (...words: string[]) => DemoProcess): Promise<string> {
  const lists = ["--agent", "trend,mean-reversion", "--risk", "moderate,high"];
  const range = ["--from", "2024-01", "--to", "2024-02"];
  const process = start("sweep", ...lists, ...range, "--no-progress", "--json");
  if (await process.ended !== 0) throw new Error(process.log());
  return /"familyId": "([\w-]+)"/.exec(process.log())![1];
}
