import { hash } from "node:crypto";
import { narratedVideo } from "../../lib/core/graph/narrated-video";
import { microUsd } from "../../lib/core/money/micro-usd";
import type { ModelChoice } from "../../lib/core/plan/types";
import { GeneratorFailure } from "../../lib/core/run/failure";
import type { MediaProbe } from "../../lib/ports/media-probe";
import { SPOILT } from "./provider";

/** Which provider does a generator's work, and the most it can cost. */
const WORK: Record<string, [provider: "text" | "media", costMicros: number]> = {
  ScriptGen: ["text", 9_000],
  TextToMusicPromptGen: ["text", 500],
  TextToImagePromptGen: ["text", 700],
  TextToVideoPromptGen: ["text", 700],
  ImageToVideoPromptGen: ["text", 900],
  AudioGen: ["text", 3_000],
  MusicGen: ["media", 20_000],
  ImageGen: ["media", 4_000],
  StartingImageGen: ["media", 4_000],
  TextToVideoGen: ["media", 300_000],
  ImageToVideoGen: ["media", 400_000],
};

/** What a call costs: well below the maximum that is reserved for it, also where the job takes two. */
export function priceOf(genId: string): number {
  return Math.floor((WORK[genId]?.[1] ?? 0) * 0.4);
}

export const MODELS: Readonly<Record<string, ModelChoice>> = Object.fromEntries(
  narratedVideo.generators.map(({ id }): [string, ModelChoice] => {
    const [provider, cost] = WORK[id] ?? ["local", 0];
    return [
      id,
      {
        provider,
        model: `${provider}-1`,
        modelConfig: { temperature: 0.7 },
        generatorVersion: 1,
        promptTemplateVersion: "1",
        estimate: () => ({ costMicros: microUsd(cost), seconds: 2.5 }),
      },
    ];
  }),
);

/** Measures the stand-ins of the simulated providers: a length that depends on the bytes, and is no round number. */
export const simProbe: MediaProbe = {
  async probe({ bytes, mediaType }) {
    if (bytes.length === SPOILT.length && new TextDecoder().decode(bytes) === SPOILT) {
      throw new GeneratorFailure({ failureClass: "validation", message: "Not decodable." });
    }
    const digest = Number.parseInt(hash("sha256", bytes, "hex").slice(0, 2), 16);
    const durationSeconds = 2 + digest / 97;
    if (mediaType.startsWith("audio/")) return { durationSeconds };
    const size = { width: 1280, height: 720 };
    return mediaType.startsWith("video/") ? { ...size, durationSeconds } : size;
  },
};
