import { requireInputs, type VideoInputs } from "../../core/graph/inputs";
import { segmentCount } from "../../core/graph/narrated-video";
import type { VideoId } from "../../core/ids";
import type { ArtifactRecord } from "../../core/plan/types";
import { assemblyInputOf } from "../../core/timeline/assembly-input";
import type { AssemblyInput } from "../../core/timeline/types";
import { wordTimingsSchema } from "../../core/timeline/word-timings";
import type { Context } from "../context";
import { readArtifactText } from "./read-content";

/** The assembler's input from the artifacts that are there: the same pure function, whether all of them are or only some. */
export async function assemblyOf(options: {
  ctx: Context;
  videoId: VideoId;
  inputs: Record<string, unknown>;
  artifacts: ReadonlyMap<string, ArtifactRecord>;
}): Promise<AssemblyInput> {
  const { ctx, videoId, artifacts } = options;
  const inputs = requireInputs(options.inputs);
  const present = (name: string) => {
    const record = artifacts.get(name);
    return record?.status === "ready" && record.key !== null ? record : null;
  };
  const segments = await Promise.all(
    Array.from({ length: segmentCount(inputs) }, async (_, index) => {
      const timings = present(`WordTimings[${index}]`);
      const words = timings
        ? wordTimingsSchema.parse(JSON.parse(await readArtifactText({ ctx, videoId, record: timings }))).words
        : null;
      return { words, text: await narrationText({ ctx, videoId, inputs, index, present }) };
    }),
  );
  return assemblyInputOf({
    inputs,
    parts: {
      facts: (artifact) => {
        const record = present(artifact);
        return record ? (record.facts ?? {}) : null;
      },
      words: (segment) => segments[segment]?.words ?? null,
      text: (segment) => segments[segment]?.text ?? null,
    },
  });
}

/** What a segment's narration says: a person's input, or what was written; null while there is neither. */
export async function narrationText(options: {
  ctx: Context;
  videoId: VideoId;
  inputs: VideoInputs;
  index: number;
  present: (name: string) => ArtifactRecord | null;
}): Promise<string | null> {
  const { ctx, videoId, inputs, index, present } = options;
  const own = inputs[`SegmentNarrationInput[${index}]`];
  if (own !== undefined) return own;
  const record = present(`NarrationSegmentScript[${index}]`);
  return record ? await readArtifactText({ ctx, videoId, record }) : null;
}
