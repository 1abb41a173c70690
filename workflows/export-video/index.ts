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
    // Not `instanceof Error`: what a step throws comes from another realm.
    const message = String((error as { message?: unknown } | null)?.message ?? error);
    await fail({ ...input, message });
  }
  return begun;
}
