import type { Context, Hono } from "hono";
import type { CatalogFamily, FamilyCatalog } from "../family_catalog.ts";
import type { FamilyJudge } from "../family_judge.ts";
import type { FamilyAnswer } from "../told_family.ts";
import { checked } from "./body_of.ts";
import { familyRow, familyRuns } from "./family_view.ts";
import { refusal } from "./refusal.ts";
import { familiesQuery } from "./schemas.ts";

/** What families are read with. */
export interface FamilyRoutes<Snapshot> {
  readonly families: FamilyCatalog<Snapshot>;
  readonly judge: FamilyJudge<Snapshot>;
}

/** What is asked of families: lists come from the runs' manifests at once; what must be worked out is asked for apart. */
export function addFamilyRoutes<Snapshot>(app: Hono, { families, judge }: FamilyRoutes<Snapshot>): void {
  const withFamily =
    (answer: (context: Context, family: CatalogFamily) => Response | Promise<Response>) =>
    (context: Context) => {
      const family = families.find(context.req.param("id") ?? "");
      return family === null ? refusal(404, "there is no such family") : answer(context, family);
    };
  app.get("/api/families", (context) => {
    const query = checked(context.req.query(), familiesQuery);
    if ("wrong" in query) return refusal(400, query.wrong);
    const { from, limit } = query.value;
    const ids = families.ids();
    const page = ids.slice(from, from + limit).flatMap((id) => families.find(id) ?? []);
    return context.json({ families: page.map(familyRow), total: ids.length });
  });
  app.get("/api/families/:id", withFamily((context, family) => context.json(familyRow(family))));
  app.get(
    "/api/families/:id/runs",
    withFamily((context, family) => {
      const query = checked(context.req.query(), familiesQuery);
      if ("wrong" in query) return refusal(400, query.wrong);
      const told = judge.rankingAtHand(family);
      const runs = familyRuns(family, query.value, told);
      return context.json({ runs, total: family.runs.length, isRanked: told !== null });
    }),
  );
  app.get(
    "/api/families/:id/best",
    withFamily(async (context, family) => told(context, await judge.best(family))),
  );
  app.get(
    "/api/families/:id/ranking",
    withFamily(async (context, family) => told(context, await judge.ranking(family))),
  );
}

function told(context: Context, answer: FamilyAnswer): Response {
  return "refused" in answer ? refusal(409, answer.refused) : context.json(answer.told);
}
