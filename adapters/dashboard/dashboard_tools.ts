import type {
  CassetteEntry,
  ChartMarket,
  Command,
  CommandOutcome,
  Instrument,
  Interval,
  Moment,
  RecordedAsset,
  RunManifest,
  SeenEntry,
} from "../../engine/mod.ts";
import type { ComparedBlock } from "./compared_block.ts";
import type { FamilyAnswer, FamilyAsked, VariedSetting } from "./told_family.ts";
import type { FoldMaker } from "./diary/diary_index.ts";

/** A folder of a run, as it was found. */
export type FoundFolder =
  | { readonly path: string; readonly diaryPath: string; readonly manifest: RunManifest }
  | { readonly path: string; readonly diaryPath: string; readonly manifest: null; readonly reason: string };

/** Where market data lies. */
export interface MarketPlaces {
  readonly store: string;
  readonly fixtures: string;
  readonly cache: string;
}

/** Which candles are read. */
export interface MarketAsked {
  readonly data: string;
  readonly only: ReadonlySet<string>;
  readonly source: string;
  readonly instruments: readonly Instrument[];
  readonly interval: Interval;
  readonly funding: "off";
  readonly skipBadRows: true;
}

/** What the dashboard reads runs with, and hands them commands by; main.ts gives it. */
export interface DashboardTools<Snapshot> {
  /** All runs in a folder, newest first, damaged ones last. */
  listRuns(root: string): readonly FoundFolder[];
  /** Whether a process runs the run in this folder. */
  isRunning(folder: string): boolean;
  /** Gives a command to the run in a folder and waits so long (ms) for what comes of it. */
  sendCommand(folder: string, command: Command, waitMs: number): Promise<CommandOutcome>;
  readonly MomentFold: FoldMaker<Snapshot>;
  /** A moment with its positions valued at these marks. */
  valuedMoment(
    moment: Moment,
    prices: {
      readonly marks: ReadonlyMap<string, number>;
      readonly instruments: ReadonlyMap<string, Instrument>;
    },
  ): Moment;
  readonly RecordedChart: new (assets: readonly RecordedAsset[]) => ChartMarket;
  /** The candles that a run on live prices saw. */
  assetsOfSeen(instruments: readonly Instrument[], seen: Iterable<SeenEntry>): readonly RecordedAsset[];
  /** What the run in a folder saw. */
  seenIn(folder: string): Iterable<SeenEntry>;
  /** Finds the files a run read, each as it was. Throws an error that names the first that is gone or was changed. */
  findRecordedFiles(
    files: RunManifest["data"]["files"],
    moved: string | null,
  ): { readonly folder: string; readonly only: ReadonlySet<string> };
  /** Reads candles from files; `places`: where they lie where none are named, and where parsed ones are kept. */
  marketReader(places: MarketPlaces): (asked: MarketAsked, alsoIntervals: readonly Interval[]) => {
    readonly assets: readonly RecordedAsset[];
  };
  readonly places: MarketPlaces;
  /** The recorded answers of a run; throws an error that names the first of the keys that is gone. */
  openRecordedCassettes(
    places: {
      readonly shared: string;
      readonly run: string | null;
      readonly shipped: string;
      readonly model: { readonly provider: string; readonly model: string };
    },
    keys: Iterable<string>,
  ): { entry(key: string): CassetteEntry | null };
  /** What `compare` says of runs, named by their folders; throws an error that says why it cannot. */
  compared(asked: { readonly words: readonly string[]; readonly runs: string }): readonly ComparedBlock[];
  /** What varies in the runs of a family. */
  variedSettings(manifests: readonly RunManifest[]): readonly VariedSetting[];
  /** Ranks a family, or judges its best run, while this thread goes on; what stands in the way is an answer, too. */
  tellFamily(asked: FamilyAsked): Promise<FamilyAnswer>;
  /** Where recorded answers are shipped. */
  readonly shipped: string;
  /** The version of the code in a folder, and the one of this program. */
  codeRevision(root: string): string;
  readonly root: string;
  readonly instruments: readonly Instrument[];
}
