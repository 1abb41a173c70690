import type { Checksum } from "../fingerprint/types";

/**
 * Where an artifact lies below the video's prefix: a readable name, 12 hex of its checksum, an extension (storage.md, One prefix
 * per video). `plain` is the name in the friendly tree, without the checksum.
 */
export interface AssetPath {
  path: string;
  plain: string;
}

type Namer = (index: number[]) => string;

const at = (index: number[], position: number): number => index[position] ?? 0;

const NAMES: Record<string, Namer> = {
  VideoTitle: () => "script/title",
  VideoSummary: () => "script/summary",
  NarrationSegmentScript: (i) => `script/narration_${at(i, 0)}`,
  MusicPrompt: () => "prompts/music",
  Music: () => "music",
  SegmentNarrationAudio: (i) => `narration_${at(i, 0)}`,
  WordTimings: (i) => `narration_${at(i, 0)}.timings`,
  SegmentImagePrompt: (i) => `prompts/seg${at(i, 0)}/img${at(i, 1)}`,
  SegmentImageAsset: (i) => `images/seg${at(i, 0)}/img${at(i, 1)}`,
  TextToMovieDirectionPrompt: (i) => `prompts/seg${at(i, 0)}/movie_direction`,
  StartingImagePrompt: (i) => `prompts/seg${at(i, 0)}/starting_image`,
  ImageToMovieDirectionPrompt: (i) => `prompts/seg${at(i, 0)}/image_movie_direction`,
  StartingImage: (i) => `images/seg${at(i, 0)}/start`,
  SegmentVideo: (i) => `videos/seg${at(i, 0)}`,
  SegmentTimeline: (i) => `timeline/seg${at(i, 0)}`,
  Timeline: () => "timeline/timeline",
  Captions: () => "captions",
};

const EXTENSIONS: Record<string, string> = {
  "text/plain": "txt",
  "text/vtt": "vtt",
  "application/json": "json",
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
  "audio/wav": "wav",
  "audio/mpeg": "mp3",
  "audio/flac": "flac",
  "audio/ogg": "ogg",
  "video/mp4": "mp4",
  "video/webm": "webm",
};

/** Splits `ImageGen[1][0]` into its name and zero-based indices. */
export function parseIndexedName(id: string): { name: string; index: number[] } {
  const name = id.replace(/\[.*$/, "");
  const index = [...id.matchAll(/\[(\d+)\]/g)].map((match) => Number(match[1]));
  return { name, index };
}

/** Never fails: an artifact of a generator added later gets its own id as a name. */
export function assetPath(options: { artifact: string; checksum: Checksum; mediaType: string }): AssetPath {
  const { name, index } = parseIndexedName(options.artifact);
  const namer = NAMES[name];
  const stem = namer ? namer(index) : `other/${[name, ...index].join("_")}`;
  const extension = EXTENSIONS[options.mediaType.split(";")[0] ?? ""] ?? "bin";
  const digest = options.checksum.replace("sha256:", "").slice(0, 12);
  return { path: `assets/${stem}.${digest}.${extension}`, plain: `assets/${stem}.${extension}` };
}
