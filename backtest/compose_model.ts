import { CappedModel, type CassetteStore, type ChatModel, type ModelCap } from "../engine/mod.ts";
import { CassetteModel } from "./cassette/cassette_model.ts";
import { NoModel } from "./no_model.ts";

/** What a run's model is composed of. */
export interface ModelParts {
  readonly store: CassetteStore;
  /** Who can be asked; null: nobody. */
  readonly model: ChatModel | null;
  /** What may be spent, recorded costs included: a replay is held where its recording was. Null: anything. */
  readonly cap: ModelCap | null;
}

/** The compositions there are, by where answers come from. */
const SOURCES: ReadonlyMap<string, (parts: ModelParts) => ChatModel> = new Map<
  string,
  (parts: ModelParts) => ChatModel
>([
  ["replay", ({ store }) => new CassetteModel({ store, model: null, reads: true })],
  ["record", ({ store, model }) => new CassetteModel({ store, model, reads: false })],
  ["auto", ({ store, model }) => new CassetteModel({ store, model, reads: true })],
  ["live", ({ model }) => model ?? new NoModel()],
]);

/** Puts a run's model together; `answers`: replay, record, auto or live. */
export function composeModel(answers: string, parts: ModelParts): ChatModel {
  const source = SOURCES.get(answers)!(parts);
  return parts.cap === null ? source : new CappedModel(source, parts.cap);
}
