/** Measures what a model's agent takes where the model itself takes nothing: a year at 4h from recorded answers. */
import { CassetteFolder } from "../../adapters/cassette_store/mod.ts";
import { JsonlDiary } from "../../adapters/jsonl_diary/mod.ts";
import { ScriptedRun } from "../scripted_model/scripted_run.ts";
import { type Measured, peakOf } from "./measure.ts";
import { YEAR } from "./record_year.ts";

const RUNS = 7;

/**
 * Records the scripted model's answers over the shipped year, then replays them: prompts built whole, requests hashed,
 * answers read from their files and checked, orders settled, the diary written. A decision here is one of all assets: a
 * conversation of one to three questions.
 */
export async function measureModel(folder: string): Promise<Measured> {
  const run = new ScriptedRun(YEAR);
  const path = `${folder}/cassettes`;
  await record(path);
  const seconds: number[] = [];
  let decisions = 0;
  for (let turn = 0; turn < RUNS; turn++) {
    const start = performance.now();
    const kept = JsonlDiary.create(`${folder}/${turn}.jsonl`, { durable: false, lazy: true });
    const answering = { answers: "replay", model: null, cassettes: new CassetteFolder(path) };
    const { metrics } = await run.play(answering, kept);
    await kept.close();
    seconds.push((performance.now() - start) / 1000);
    decisions = metrics.model!.decisions;
  }
  const best = Math.min(...seconds);
  const peakMb = peakOf("self");
  return {
    name: "llm",
    decisionsPerSecond: decisions / best,
    ...(peakMb === null ? {} : { peakMb }),
    firstSeconds: seconds[0],
    bestSeconds: best,
  };
}

async function record(path: string): Promise<void> {
  const args = ["run", "-A", new URL("record_year.ts", import.meta.url).pathname, path];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  if (!success) throw new Error(`recording failed: ${new TextDecoder().decode(stderr)}`);
}
