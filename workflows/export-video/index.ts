import { begin } from "./steps/begin";
import { fail } from "./steps/fail";
import { render } from "./steps/render";

/** The durable run of one export: renders the film of a revision, or ends `failed` with the reason; never neither. */
export async function exportVideo(input: { workspaceId: string; runId: string }): Promise<{ live: boolean }> {
  "use workflow";
  const begun = await begin(input);
  if (!begun.live) return begun;
  try {
    await render(input);
  } catch (error) {
    await fail({ ...input, message: error instanceof Error ? error.message : String(error) });
  }
  return begun;
}
