import type { Context, Hono } from "hono";
import type { z } from "zod";
import {
  type ChartIndicator,
  type CycleEntry,
  type Interval,
  isInterval,
  type RunManifest,
} from "../../../engine/mod.ts";
import type { DashboardTools } from "../dashboard_tools.ts";
import type { DiaryIndex } from "../diary/diary_index.ts";
import { firstDivergence } from "../diary/first_divergence.ts";
import { eventStream } from "../diary/event_stream.ts";
import type { CatalogRun, RunCatalog } from "../run_catalog.ts";
import type { RunDesk } from "../run_desk.ts";
import type { StreamCount } from "../stream_count.ts";
import { checked } from "./body_of.ts";
import { refusal } from "./refusal.ts";
import { runRow, runView, type Standing } from "./run_view.ts";
import { candlesQuery, curveQuery, findQuery, momentQuery, pageQuery, pairQuery } from "./schemas.ts";

/** What runs are read with. */
export interface RunRoutes<Snapshot> {
  readonly catalog: RunCatalog<Snapshot>;
  readonly desk: RunDesk<Snapshot>;
  readonly streams: StreamCount;
  readonly tools: Pick<DashboardTools<Snapshot>, "compared">;
  /** The folder of the runs, where the trial ledger lies. */
  readonly root: string;
}

const RETRY_AFTER_S = 5;
const KEPT_INTERVAL: Interval = "1h";

/** A run whose manifest can be read. */
type ReadableRun = CatalogRun & { readonly manifest: RunManifest };

/** What is asked of runs: each answer follows from the files in their folders. */
export function addRunRoutes<Snapshot>(app: Hono, routes: RunRoutes<Snapshot>): void {
  const { catalog, desk } = routes;
  const { withRun, withMarket } = finders(routes);
  app.get("/api/runs", ({ json }) => json(catalog.list().map(runRow)));
  app.get(
    "/api/runs/:id",
    withRun(async (context, run) => {
      return context.json(runView(run, await standingOf(run, desk)));
    }),
  );
  app.get("/api/runs/:id/diary", withRun((context, run) => diaryPage(context, run, desk)));
  app.get("/api/runs/:id/events", withRun((context, run) => streamed(context, run, routes)));
  app.get(
    "/api/runs/:id/moment",
    withRun(async (context, run) => {
      const query = checked(context.req.query(), momentQuery);
      if ("wrong" in query) return refusal(400, query.wrong);
      const index = await desk.index(run);
      return context.json(desk.valued(run, momentAsked(index, query.value)));
    }),
  );
  app.get(
    "/api/runs/:id/find",
    withRun(async (context, run) => {
      const query = checked(context.req.query(), findQuery);
      if ("wrong" in query) return refusal(400, query.wrong);
      const { kind, seq, direction } = query.value;
      return context.json({ seq: (await desk.index(run)).find(kind, seq, direction) });
    }),
  );
  app.get(
    "/api/runs/:id/curve",
    withRun(async (context, run) => {
      const query = checked(context.req.query(), curveQuery);
      if ("wrong" in query) return refusal(400, query.wrong);
      const { seq = Infinity, from = -Infinity, points } = query.value;
      return context.json((await desk.index(run)).curve({ seq, from }, points));
    }),
  );
  app.get("/api/runs/:id/candles", withMarket((context, run) => candlePage(context, run, desk)));
  app.get(
    "/api/runs/:id/questions/:seq",
    withMarket(async (context, run) => {
      const [line] = (await desk.index(run)).lines(Number(context.req.param("seq")), 1);
      const { cassetteKeys = [] } = line === undefined ? {} : JSON.parse(line) as Partial<CycleEntry>;
      return context.json(desk.questions(run, cassetteKeys));
    }),
  );
  app.get("/api/compare", async (context) => {
    const query = checked(context.req.query(), pairQuery);
    if ("wrong" in query) return refusal(400, query.wrong);
    const [a, b] = [query.value.a, query.value.b].map((id) => catalog.find(id));
    if (a?.manifest == null || b?.manifest == null) return refusal(404, "there is no such run");
    return context.json({
      a: runView(a, await standingOf(a, desk)),
      b: runView(b, await standingOf(b, desk)),
      divergence: firstDivergence(a.diaryPath, b.diaryPath),
      ...comparisonOf(routes, [a.path, b.path]),
    });
  });
}

function finders<Snapshot>({ catalog }: RunRoutes<Snapshot>) {
  type Answer<Run> = (context: Context, run: Run) => Response | Promise<Response>;
  const withRun = (answer: Answer<CatalogRun>) => (context: Context) => {
    const run = catalog.find(context.req.param("id") ?? "");
    return run === null ? refusal(404, "there is no such run") : answer(context, run);
  };
  const withMarket = (answer: Answer<ReadableRun>) =>
    withRun((context, run) =>
      run.manifest === null
        ? refusal(409, run.damaged ?? "run.json cannot be read")
        : answer(context, { ...run, manifest: run.manifest })
    );
  return { withRun, withMarket };
}

/** What can be said of the difference, or why nothing can: a run that has not ended, another time, no trade. */
function comparisonOf<Snapshot>({ tools, root }: RunRoutes<Snapshot>, words: readonly string[]) {
  try {
    return { comparison: tools.compared({ words, runs: root }), incomparable: null };
  } catch (error) {
    if (!(error instanceof Error) || !(isExpected(error))) throw error;
    return { comparison: null, incomparable: error.message };
  }
}

function isExpected(error: Error): boolean {
  return ["FailureError", "UsageError"].includes(error.name) || "expected" in error;
}

async function standingOf<Snapshot>(run: CatalogRun, desk: RunDesk<Snapshot>): Promise<Standing> {
  const index = await desk.index(run);
  return { reading: desk.stateOf(index), moment: desk.valued(run, index.last), pulse: desk.pulse(run) };
}

function momentAsked<Snapshot>(
  index: DiaryIndex<Snapshot>,
  { seq, cycle, at }: z.infer<typeof momentQuery>,
): ReturnType<DiaryIndex<Snapshot>["at"]> {
  if (seq !== undefined) return index.at(seq);
  const found = cycle !== undefined
    ? index.seqOfCycle(cycle)
    : at !== undefined
    ? index.seqOfClose(at)
    : null;
  return found === null ? index.last : index.at(found);
}

/** Lines as they stand in the file; of a diary that is still being read, its last ones too. */
async function diaryPage<Snapshot>(
  context: Context,
  run: CatalogRun,
  desk: RunDesk<Snapshot>,
): Promise<Response> {
  const query = checked(context.req.query(), pageQuery);
  if ("wrong" in query) return refusal(400, query.wrong);
  const { from, limit, kind, before = Infinity } = query.value;
  const index = await desk.index(run);
  const { isDone, lines: total } = desk.stateOf(index);
  if (kind !== undefined) return linesAnswer(index.newestOf(kind, before, limit), total);
  if (from >= 0) return linesAnswer(index.lines(from, limit), total);
  if (!isDone) return linesAnswer(desk.tail(run, Math.min(-from, limit)), total);
  return linesAnswer(index.lines(Math.max(0, total + from), limit), total);
}

/** Sends lines as they are, one after the other: they are JSON already. */
function linesAnswer(lines: readonly string[], total: number): Response {
  const encoder = new TextEncoder();
  let next = -1;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (next === -1) controller.enqueue(encoder.encode('{"lines":['));
      else if (next < lines.length) {
        controller.enqueue(encoder.encode(`${next === 0 ? "" : ","}${lines[next]}`));
      } else {
        controller.enqueue(encoder.encode(`],"total":${total}}`));
        controller.close();
      }
      next++;
    },
  });
  return new Response(body, { headers: { "content-type": "application/json" } });
}

async function streamed<Snapshot>(
  context: Context,
  run: CatalogRun,
  { catalog, desk, streams }: RunRoutes<Snapshot>,
): Promise<Response> {
  const onEnd = streams.enter();
  if (onEnd === null) {
    const headers = { "retry-after": String(RETRY_AFTER_S) };
    return refusal(503, `too many streams are open; wanted another try in ${RETRY_AFTER_S} s`, headers);
  }
  const index = await desk.index(run);
  const given = context.req.header("last-event-id") ?? context.req.query("after") ?? "";
  const after = /^(-1|\d{1,15})$/.test(given) ? Number(given) : index.state.lines - 1;
  const now = (): CatalogRun => ({ ...run, isRunning: catalog.isRunning(run) });
  const state = () => {
    const { lines, bytes, size, fault } = desk.stateOf(index);
    return { running: now().isRunning, lines, bytes, size, fault };
  };
  const beside = [{ name: "state", now: state }, { name: "pulse", now: () => desk.pulse(now()) }];
  return new Response(eventStream(index, { after, beside, onEnd }), {
    headers: { "content-type": "text/event-stream" },
  });
}

async function candlePage<Snapshot>(
  context: Context,
  run: ReadableRun,
  desk: RunDesk<Snapshot>,
): Promise<Response> {
  const query = checked(context.req.query(), candlesQuery);
  if ("wrong" in query) return refusal(400, query.wrong);
  const { asset, interval, until, count, indicators } = query.value;
  const chart = desk.chart(run);
  if (chart.market === null) return refusal(409, `the candles of this run cannot be shown: ${chart.reason}`);
  const last = until ?? (await desk.index(run)).last.close ?? run.manifest.range.until;
  const found = chart.market.candles({
    ...{ asset, count, until: last, indicators: indicators as readonly ChartIndicator[] },
    interval: isInterval(interval) ? interval : KEPT_INTERVAL,
  });
  return found === null
    ? refusal(404, "there are no candles of that asset and interval")
    : context.json(found as object);
}
