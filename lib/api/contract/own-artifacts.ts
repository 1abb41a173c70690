import { z } from "zod";
import { quoteSchema } from "./common";

const dirtySchema = z.array(z.object({ artifact: z.string(), reason: z.string(), why: z.array(z.string()) }));

export const broughtSchema = z
  .object({
    artifact: z.string(),
    isNew: z.boolean().meta({ description: "False: these very bytes were your own here already." }),
    brought: z
      .array(z.string())
      .meta({ description: "The artifact; with a narration also the times of its words, estimated." }),
    checksum: z.string(),
    mediaType: z.string(),
    bytes: z.number().int(),
    dirty: dirtySchema,
    quote: quoteSchema,
  })
  .meta({ id: "BroughtArtifact" });

export type BroughtView = z.input<typeof broughtSchema>;

export const takenBackSchema = z
  .object({
    takenBack: z.array(z.string()),
    dirty: dirtySchema,
    quote: quoteSchema,
  })
  .meta({ id: "TakenBackArtifact" });

export type TakenBackView = z.input<typeof takenBackSchema>;
