import { segmentCount } from "../../core/graph/narrated-video";
import { parseIndexedName } from "../../core/naming/asset-path";
import { GeneratorFailure } from "../../core/run/failure";
import type { GeneratedOutput, GenerationRequest } from "../../ports/generator";
import { textOf } from "./upstream-text";
import {
  writeImagePrompts,
  writeMusicPrompt,
  writeStartingImage,
  writeVideoDirection,
} from "./writing/write-prompts";
import { writeScript } from "./writing/write-script";

/** The studio's writer: what a language model does elsewhere, from templates and knowledge of its own. */
export async function writeText(request: GenerationRequest): Promise<GeneratedOutput[]> {
  const texts = await textsOf(request);
  return request.produces.map((artifact) => ({
    artifact,
    mediaType: "text/plain",
    bytes: new TextEncoder().encode(texts(artifact)),
  }));
}

async function textsOf(request: GenerationRequest): Promise<(artifact: string) => string> {
  const { inputs, seed, genId } = request;
  if (genId === "ScriptGen") {
    const script = writeScript({
      prompt: String(inputs.InquiryPrompt),
      audience: String(inputs.Audience),
      segments: segmentCount(inputs),
      segmentSeconds: Number(inputs.SegmentDuration),
      seed,
    });
    return (artifact) => {
      const { name, index } = parseIndexedName(artifact);
      if (name === "VideoTitle") return script.title;
      if (name === "VideoSummary") return script.summary;
      return script.narration[index[0] ?? 0] ?? "";
    };
  }
  const summary = await textOf(request, "VideoSummary", "VideoSummary");
  if (genId === "TextToMusicPromptGen") {
    const title = await textOf(request, "VideoTitle", "VideoTitle");
    const text = writeMusicPrompt({ title, summary, modifier: String(inputs.MusicPromptMod ?? ""), seed });
    return () => text;
  }
  const narration = await textOf(request, "NarrationSegmentScript", "SegmentNarrationInput");
  switch (genId) {
    case "TextToImagePromptGen": {
      // As many as the segment has pictures, also when a person wrote some of the prompts, so that the others stay as they were.
      const count = Number(request.frozen.ImagesPerSegment);
      const prompts = writeImagePrompts({
        narration,
        summary,
        style: String(inputs.ImageStyle),
        count,
        seed,
      });
      return (artifact) => prompts[parseIndexedName(artifact).index[1] ?? 0] ?? "";
    }
    case "TextToVideoPromptGen": {
      const direction = writeVideoDirection({ narration, summary, seed });
      return () => direction;
    }
    case "ImageToVideoPromptGen": {
      const { startingImagePrompt, directionPrompt } = writeStartingImage({ narration, summary, seed });
      return (artifact) =>
        artifact.startsWith("StartingImagePrompt") ? startingImagePrompt : directionPrompt;
    }
    default:
      throw new GeneratorFailure({ failureClass: "permanent", message: `The studio has no ${genId}.` });
  }
}
