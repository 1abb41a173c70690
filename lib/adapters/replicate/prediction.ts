import { z } from "zod";
import { LostAnswer } from "./client";

/** A prediction as far as anything depends on it. */
export const predictionSchema = z.object({
  id: z.string().min(1).max(200),
  status: z.string(),
  model: z.string().nullish(),
  input: z.record(z.string(), z.unknown()).nullish(),
  output: z.unknown(),
  error: z.unknown(),
  data_removed: z.boolean().nullish(),
  created_at: z.string(),
  webhook: z.string().nullish(),
});

export type Prediction = z.infer<typeof predictionSchema>;

/** Throws LostAnswer for what is no prediction: whatever was asked for may have been done. */
export function readPrediction(value: unknown): Prediction {
  const parsed = predictionSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new LostAnswer("Replicate answered with a document that is no prediction.");
}

/** The address of what was made: the first one, in whichever of the usual forms; null when there is none. */
export function outputUrl(output: unknown): string | null {
  if (typeof output === "string") return output === "" ? null : output;
  if (Array.isArray(output)) return output.map(outputUrl).find((url) => url !== null) ?? null;
  if (typeof output !== "object" || output === null) return null;
  const { url, audio, video, image } = output as Record<string, unknown>;
  return [url, video, image, audio].map(outputUrl).find((found) => found !== null) ?? null;
}
