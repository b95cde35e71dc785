import {
  CappedModel,
  type CassetteStore,
  type ChatModel,
  type Clock,
  FirstCallModel,
  type ModelCap,
  PatientModel,
  type Remedies,
} from "../engine/mod.ts";
import { CassetteModel } from "./cassette/cassette_model.ts";
import { NoModel } from "./no_model.ts";

/** What a run's model is composed of. */
export interface ModelParts {
  readonly store: CassetteStore;
  /** Who can be asked; null: nobody. */
  readonly model: ChatModel | null;
  /** What is wanted where it cannot be asked. */
  readonly remedies: Remedies;
  /** What may be spent, recorded costs included: a replay is held where its recording was. Null: anything. */
  readonly cap: ModelCap | null;
  /** The market's. */
  readonly clock: Pick<Clock, "now">;
  /** Told, with the reason of the last failure, when the model is not asked any more. */
  readonly onAbandoned: (reason: string) => void;
}

type Source = (parts: Pick<ModelParts, "store" | "model">) => ChatModel;

/** The compositions there are, by where answers come from. */
const SOURCES: ReadonlyMap<string, Source> = new Map<string, Source>([
  ["replay", ({ store }) => new CassetteModel({ store, model: null, reads: true })],
  ["record", ({ store, model }) => new CassetteModel({ store, model, reads: false })],
  ["auto", ({ store, model }) => new CassetteModel({ store, model, reads: true })],
  ["live", ({ model }) => model ?? new NoModel()],
]);

/**
 * Puts a run's model together; `answers`: replay, record, auto or live. What ends a run at its first call stands behind the
 * cassette, since it is never recorded; what holds a run stands before it, and does so in a replay too.
 */
export function composeModel(answers: string, parts: ModelParts): ChatModel {
  const { store, remedies, cap, clock, onAbandoned } = parts;
  const model = parts.model === null ? null : new FirstCallModel(parts.model, remedies);
  const source = new PatientModel(SOURCES.get(answers)!({ store, model }), onAbandoned);
  return cap === null ? source : new CappedModel(source, cap, clock);
}
