import { z } from "zod";
import { timedWordSchema } from "./types";

/** The content of `WordTimings[i]`: relative to its narration (api.md, Artifacts). `estimated` when no provider measured them. */
export const wordTimingsSchema = z.object({
  words: z.array(timedWordSchema),
  estimated: z.boolean().optional(),
});

export type WordTimings = z.infer<typeof wordTimingsSchema>;
