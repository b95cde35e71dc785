import type { Context, Hono } from "hono";
import type { z } from "zod";
import type { Command } from "../../../engine/mod.ts";
import type { DashboardTools } from "../dashboard_tools.ts";
import type { RunCatalog } from "../run_catalog.ts";
import { assetsOf } from "../run_chart.ts";
import { bodyOf } from "./body_of.ts";
import { refusal } from "./refusal.ts";
import { commandBody } from "./schemas.ts";

/** What hands a command to a run. */
export interface CommandRoutes<Snapshot> {
  readonly catalog: RunCatalog<Snapshot>;
  readonly tools: Pick<DashboardTools<Snapshot>, "sendCommand">;
}

/** Who asked, as it stands in the diary. */
const BY = "dashboard";
/** How long is waited for what comes of it, ms. */
const WAIT_MS = 20_000;

/** Hands commands to a running run; its loop carries them out and answers. */
export function addCommandRoutes<Snapshot>(app: Hono, { catalog, tools }: CommandRoutes<Snapshot>): void {
  app.post("/api/commands", async (context: Context) => {
    const body = await bodyOf(context.req.raw, commandBody);
    if ("wrong" in body) return refusal(400, body.wrong);
    const run = catalog.find(body.value.run);
    if (run?.manifest == null) return refusal(404, "there is no such run");
    if (!run.isRunning) return refusal(409, `no process runs ${run.id}, so there is nobody to do it`);
    const command = commandOf(body.value);
    if (command.do === "close" && !assetsOf(run.manifest).includes(command.asset)) {
      return refusal(
        400,
        `run ${run.id} does not trade that asset; it trades ${assetsOf(run.manifest).join(", ")}`,
      );
    }
    return context.json(await tools.sendCommand(run.path, command, WAIT_MS));
  });
}

function commandOf(body: z.infer<typeof commandBody>): Command {
  if (body.do === "close") return { do: "close", asset: body.asset, by: BY };
  if (body.do === "stop") {
    return body.flatten === true ? { do: "stop", flatten: true, by: BY } : { do: "stop", by: BY };
  }
  return { do: body.do, by: BY };
}
