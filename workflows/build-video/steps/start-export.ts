import { start } from "workflow/api";
import { exportVideo } from "../../export-video";
import { launch, type RunToStart } from "../../launch";
import { asStep } from "../../step-context";
import { STEP_RETRIES } from "../../step-retries";

/** A generation's follow-up: the export has a workflow of its own, so that a failing film never fails the video. */
export async function startExport(input: RunToStart): Promise<void> {
  "use step";
  await asStep(async () => {
    await launch(input, async () => await start(exportVideo, [input]));
  });
}
startExport.maxRetries = STEP_RETRIES;
