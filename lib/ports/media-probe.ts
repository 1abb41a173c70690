/** What a media file really is, from decoding it: never from its name. */
export interface MediaFacts {
  /** ffprobe's name of the container, e.g. `mp3`, `wav`, `mov,mp4,m4a,3gp,3g2,mj2`, `png_pipe`. */
  format: string;
  /** Length of the decoded sound, or of the pictures where there is none; 0 for a still image. */
  durationSeconds: number;
  video?: { codec: string; width: number; height: number; fps: number; frames: number };
  audio?: { codec: string; sampleRate: number; channels: number };
}

/**
 * Decodes the whole of `media` and measures it. Throws `integrity` for bytes that cannot be decoded to the end or that
 * hold neither sound nor pictures.
 */
export interface MediaProbe {
  probe(options: { media: Uint8Array | { path: string }; signal?: AbortSignal }): Promise<MediaFacts>;
}
