import { loadBlueprint } from "./blueprint";
import type { InputValues } from "./blueprint-types";
import { concreteName } from "./notation";

const IMAGES = { visuals: ["images"] };
const TEXT_TO_VIDEO = { visuals: ["text-to-video"] };
const IMAGE_TO_VIDEO = { visuals: ["image-to-video"] };

/**
 * The blueprint `narrated-video`: the table of graph.md, row by row. The order of the rows is the order of jobs inside
 * a layer, and the order of dependencies is the order in which a job lists them. What graph.md calls the script's
 * format is its division into segments, so ScriptGen depends on SegmentDuration.
 */
export const narratedVideo = loadBlueprint({
  id: "narrated-video",
  version: 1,
  dimensions: {
    i: { label: "segment", size: segmentCount },
    j: { label: "image", size: (inputs) => inputs.ImagesPerSegment as number },
  },
  variants: {
    visuals: {
      dimension: "i",
      options: ["images", "text-to-video", "image-to-video"],
      choose: visualsOf,
    },
  },
  inputs: {
    InquiryPrompt: { prompt: true },
    Duration: {},
    SegmentDuration: {},
    ImagesPerSegment: {},
    UseVideo: {},
    IsImageToVideo: {},
    Audience: {},
    Language: {},
    VoiceId: {},
    Emotion: {},
    MusicPromptMod: { prompt: true },
    ImageStyle: {},
    Size: {},
    AspectRatio: {},
    AssemblyStrategy: {},
    "SegmentNarrationInput[i]": { prompt: true },
    "SegmentImagePromptInput[i][j]": { prompt: true },
    "StartingImagePromptInput[i]": { prompt: true },
    "MovieDirectionPromptInput[i]": { prompt: true },
  },
  replacements: {
    "NarrationSegmentScript[i]": "SegmentNarrationInput[i]",
    "SegmentImagePrompt[i][j]": "SegmentImagePromptInput[i][j]",
    "StartingImagePrompt[i]": "StartingImagePromptInput[i]",
    "TextToMovieDirectionPrompt[i]": "MovieDirectionPromptInput[i]",
    "ImageToMovieDirectionPrompt[i]": "MovieDirectionPromptInput[i]",
  },
  generators: [
    {
      id: "ScriptGen",
      dimensions: [],
      dependencies: ["InquiryPrompt", "Duration", "Audience", "Language", "SegmentDuration"],
      produces: ["VideoSummary", "VideoTitle", "NarrationSegmentScript[i*]"],
    },
    {
      id: "TextToMusicPromptGen",
      dimensions: [],
      dependencies: ["VideoSummary", "VideoTitle", "MusicPromptMod"],
      produces: ["MusicPrompt"],
    },
    {
      id: "MusicGen",
      dimensions: [],
      dependencies: ["MusicPrompt", "Duration"],
      produces: ["Music"],
    },
    {
      id: "AudioGen",
      dimensions: ["i"],
      dependencies: ["NarrationSegmentScript[i]", "VoiceId", "Emotion", "Language"],
      produces: ["SegmentNarrationAudio[i]", "WordTimings[i]"],
    },
    {
      id: "TextToImagePromptGen",
      dimensions: ["i"],
      when: IMAGES,
      dependencies: ["NarrationSegmentScript[i]", "VideoSummary", "ImageStyle"],
      produces: ["SegmentImagePrompt[i][j*]"],
    },
    {
      id: "ImageGen",
      dimensions: ["i", "j"],
      when: IMAGES,
      dependencies: ["SegmentImagePrompt[i][j]", "Size", "AspectRatio", "ImageStyle"],
      produces: ["SegmentImageAsset[i][j]"],
    },
    {
      id: "TextToVideoPromptGen",
      dimensions: ["i"],
      when: TEXT_TO_VIDEO,
      dependencies: ["NarrationSegmentScript[i]", "VideoSummary"],
      produces: ["TextToMovieDirectionPrompt[i]"],
    },
    {
      id: "TextToVideoGen",
      dimensions: ["i"],
      when: TEXT_TO_VIDEO,
      dependencies: ["TextToMovieDirectionPrompt[i]"],
      produces: ["SegmentVideo[i]"],
    },
    {
      id: "ImageToVideoPromptGen",
      dimensions: ["i"],
      when: IMAGE_TO_VIDEO,
      dependencies: ["NarrationSegmentScript[i]", "VideoSummary"],
      produces: ["StartingImagePrompt[i]", "ImageToMovieDirectionPrompt[i]"],
    },
    {
      id: "StartingImageGen",
      dimensions: ["i"],
      when: IMAGE_TO_VIDEO,
      dependencies: ["StartingImagePrompt[i]"],
      produces: ["StartingImage[i]"],
    },
    {
      id: "ImageToVideoGen",
      dimensions: ["i"],
      when: IMAGE_TO_VIDEO,
      dependencies: ["StartingImage[i]", "ImageToMovieDirectionPrompt[i]"],
      produces: ["SegmentVideo[i]"],
    },
    {
      id: "TimelineAssembler",
      dimensions: [],
      dependencies: [
        "SegmentNarrationAudio[i*]",
        "WordTimings[i*]",
        { on: "SegmentImageAsset[i*][j*]", when: IMAGES },
        { on: "SegmentVideo[i*]", when: { visuals: ["text-to-video", "image-to-video"] } },
        "Music",
        "AssemblyStrategy",
      ],
      produces: ["SegmentTimeline[i*]", "Timeline", "Captions"],
    },
  ],
});

/** n of graph.md: the number of segments. */
export function segmentCount(inputs: InputValues): number {
  return (inputs.Duration as number) / (inputs.SegmentDuration as number);
}

/** How a segment gets its visuals; a segment's own `UseVideo[i]` and `IsImageToVideo[i]` win over the video's. */
export function visualsOf(
  inputs: InputValues,
  segment: number,
): "images" | "text-to-video" | "image-to-video" {
  if (!segmentInput(inputs, "UseVideo", segment)) return "images";
  return segmentInput(inputs, "IsImageToVideo", segment) ? "image-to-video" : "text-to-video";
}

function segmentInput(inputs: InputValues, name: string, segment: number): unknown {
  return inputs[concreteName(name, [segment])] ?? inputs[name];
}
