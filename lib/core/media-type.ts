/** What a picture, a sound or a clip is. */
export type MediaFamily = "image" | "audio" | "video";

/** The types a video's folder holds. Only what the product writes or accepts: anything else is bytes. */
const MEDIA_TYPES: Record<string, string> = {
  json: "application/json",
  jsonl: "application/x-ndjson",
  txt: "text/plain; charset=utf-8",
  md: "text/markdown; charset=utf-8",
  vtt: "text/vtt",
  srt: "application/x-subrip",
  mp3: "audio/mpeg",
  wav: "audio/wav",
  m4a: "audio/mp4",
  ogg: "audio/ogg",
  flac: "audio/flac",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
  gif: "image/gif",
  svg: "image/svg+xml",
  mp4: "video/mp4",
  webm: "video/webm",
  mov: "video/quicktime",
};

const UNKNOWN_MEDIA_TYPE = "application/octet-stream";

/** The media type a file name promises, for stores and listings that did not record one. Never throws. */
export function mediaTypeOfName(name: string): string {
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(MEDIA_TYPES, extension)
    ? (MEDIA_TYPES[extension] ?? UNKNOWN_MEDIA_TYPE)
    : UNKNOWN_MEDIA_TYPE;
}

/** Null for text and whatever else is no medium. */
export function familyOf(mediaType: string): MediaFamily | null {
  const [family] = mediaType.split("/");
  return family === "image" || family === "audio" || family === "video" ? family : null;
}
