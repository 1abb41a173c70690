import type { FieldError } from "../errors";
import type { VideoInputs } from "../graph/inputs";
import type { ModelChoice } from "../plan/types";

/**
 * What the chosen speech provider cannot say, or null: the offline studio speaks English only (graph.md, Blueprint). Refused before
 * anything is planned, so that nobody hears a language read out by the wrong voice.
 */
export function unspeakable(options: {
  inputs: Pick<VideoInputs, "Language">;
  models: Readonly<Record<string, Pick<ModelChoice, "provider">>>;
}): FieldError | null {
  const { inputs, models } = options;
  if (models.AudioGen?.provider !== "studio" || inputs.Language === "en") return null;
  return {
    pointer: "/inputs/Language",
    message: `Language: the offline studio speaks English only, not "${inputs.Language}". Use "en", or configure a speech provider.`,
  };
}
