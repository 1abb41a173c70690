import { ReelgraphError } from "../../core/errors";

/** `render-failed`, naming the artifact at fault if there is one. */
export function renderFailed(artifact: string | null, why: string): ReelgraphError {
  const what = artifact === null ? "The film could not be made" : `${artifact} cannot be used in the film`;
  return new ReelgraphError({
    code: "render-failed",
    message: `${what}: ${why}`,
    details: artifact === null ? undefined : { artifact },
  });
}
