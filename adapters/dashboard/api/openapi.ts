import { z } from "zod";
import {
  candlesQuery,
  commandBody,
  curveQuery,
  errorSchema,
  familiesQuery,
  familiesSchema,
  familyBestSchema,
  familyRankingSchema,
  familyRowSchema,
  familyRunsSchema,
  findQuery,
  momentQuery,
  momentSchema,
  outcomeSchema,
  pageQuery,
  pageSchema,
  pairQuery,
  runRowSchema,
  runSchema,
  tokenBody,
} from "./schemas.ts";

interface Route {
  readonly path: string;
  readonly method: "get" | "post" | "delete";
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType | "text/plain" | "text/event-stream";
  /** Always needs the token. */
  readonly isGuarded?: true;
}

const anything = z.unknown();
const points = z.array(
  z.object({ seq: z.number(), close: z.number(), equityUsd: z.number(), drawdown: z.number() }),
);

const ROUTES: readonly Route[] = [
  { path: "/api/runs", method: "get", summary: "All runs, newest first", answer: z.array(runRowSchema) },
  { path: "/api/runs/{id}", method: "get", summary: "One run, and how it stands now", answer: runSchema },
  {
    path: "/api/runs/{id}/diary",
    method: "get",
    summary: "Lines of its diary as they stand in the file, at most 1000 of them",
    query: pageQuery,
    answer: pageSchema,
  },
  {
    path: "/api/runs/{id}/events",
    method: "get",
    summary:
      "Its diary as it grows, as server-sent events: `line` with the seq as id, from the line after Last-Event-ID (or `after`); " +
      "`state` and `pulse` when they change. At most 50 streams, the next gets 503 with Retry-After",
    query: z.object({ after: z.coerce.number().int().min(-1).optional() }),
    answer: "text/event-stream",
  },
  {
    path: "/api/runs/{id}/moment",
    method: "get",
    summary: "The run as it stood after a line, a cycle or at a time; each figure with the line it came from",
    query: momentQuery,
    answer: momentSchema,
  },
  {
    path: "/api/runs/{id}/find",
    method: "get",
    summary: "The next or previous line of a kind",
    query: findQuery,
    answer: z.object({ seq: z.number().nullable() }),
  },
  {
    path: "/api/runs/{id}/curve",
    method: "get",
    summary: "Equity and drawdown up to a line",
    query: curveQuery,
    answer: points,
  },
  {
    path: "/api/runs/{id}/candles",
    method: "get",
    summary: "Closed candles of its market and indicators over them",
    query: candlesQuery,
    answer: anything,
  },
  {
    path: "/api/runs/{id}/questions/{seq}",
    method: "get",
    summary: "What a model was asked in the cycle of a line, and what it answered",
    answer: z.array(anything),
  },
  {
    path: "/api/families",
    method: "get",
    summary: "Families of runs, that with the newest run first",
    query: familiesQuery,
    answer: familiesSchema,
  },
  { path: "/api/families/{id}", method: "get", summary: "One family", answer: familyRowSchema },
  {
    path: "/api/families/{id}/runs",
    method: "get",
    summary: "Its runs, the highest Sharpe ratio first",
    query: familiesQuery,
    answer: familyRunsSchema,
  },
  {
    path: "/api/families/{id}/best",
    method: "get",
    summary: "What the days of its best run say, beside how many were tried",
    answer: familyBestSchema,
  },
  {
    path: "/api/families/{id}/ranking",
    method: "get",
    summary:
      "The family ranked with all corrections, and what is drawn of it; of a thousand runs it takes a while",
    answer: familyRankingSchema,
  },
  {
    path: "/api/compare",
    method: "get",
    summary: "Two runs beside each other, and the first line in which they differ",
    query: pairQuery,
    answer: anything,
  },
  {
    path: "/api/commands",
    method: "post",
    summary: "Tells a running run to pause, resume, close or stop, and gives what came of it",
    body: commandBody,
    answer: outcomeSchema,
    isGuarded: true,
  },
  {
    path: "/api/token",
    method: "post",
    summary: "Keeps the token in a cookie that no script can read",
    body: tokenBody,
    answer: z.object({ known: z.boolean() }),
  },
  {
    path: "/api/token",
    method: "get",
    summary: "Whether this request shows the token",
    answer: z.object({ known: z.boolean() }),
  },
  {
    path: "/api/token",
    method: "delete",
    summary: "Forgets the cookie",
    answer: z.object({ known: z.boolean() }),
  },
  {
    path: "/healthz",
    method: "get",
    summary: "Whether it answers",
    answer: z.object({ status: z.string() }),
  },
  {
    path: "/metrics",
    method: "get",
    summary: "Figures of running runs, for Prometheus",
    answer: "text/plain",
  },
];

/** The documentation of the API, made of the schemas that requests are checked by. OpenAPI 3.1. */
export function openApi(version: string): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of ROUTES) (paths[route.path] ??= {})[route.method] = operation(route);
  return {
    openapi: "3.1.0",
    info: { title: "Reprise dashboard", version },
    paths,
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "The token that the terminal showed once" },
      },
    },
  };
}

function operation({ summary, path, query, body, answer, isGuarded }: Route): unknown {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    ...{ name, in: "path", required: true, schema: { type: "string" } },
  }));
  return {
    summary,
    ...(isGuarded === true ? { security: [{ token: [] }] } : {}),
    parameters: [...inPath, ...(query === undefined ? [] : parametersOf(query))],
    ...(body === undefined ? {} : { requestBody: { required: true, content: json(body) } }),
    responses: {
      "200": {
        description: "OK",
        content: typeof answer === "string" ? { [answer]: { schema: { type: "string" } } } : json(answer),
      },
      "401": { description: "The token is missing or wrong", content: json(errorSchema) },
      "404": { description: "There is no such thing", content: json(errorSchema) },
    },
  };
}

function parametersOf(query: z.ZodObject): unknown[] {
  const { properties = {} } = schemaOf(query, "input") as {
    properties?: Record<string, { description?: string }>;
  };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: "query", schema }));
}

function json(schema: z.ZodType): unknown {
  return { "application/json": { schema: schemaOf(schema, "output") } };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): unknown {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}
