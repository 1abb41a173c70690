import { start } from "workflow/api";
import { getConfig } from "../lib/container";
import { buildVideo } from "./build-video";
import { exportVideo } from "./export-video";
import { launch, type RunToStart } from "./launch";

/**
 * Starts any run by its type; the workflow's run id, or null when it has ended or somebody else starts it. For routes and recovery.
 * A process that only serves has no workflows: its committed row is enough, the worker picks it up.
 */
export async function startRun(input: RunToStart): Promise<string | null> {
  if (getConfig().role === "web") return null;
  return await launch(input, async ({ type, starts }) =>
    type === "export"
      ? await start(exportVideo, [input])
      : await start(buildVideo, [{ ...input, start: starts }]),
  );
}
