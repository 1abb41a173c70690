import { wantedSeconds } from "../../core/catalogue/estimates";
import { findModel, fittingSeconds, type MediaWish } from "../../core/catalogue/models";
import { GeneratorFailure } from "../../core/run/failure";
import type { GenerationRequest } from "../../ports/generator";

/** Where each generator's words come from: an artifact, or the input a person gave in its place. */
const PROMPTS: Record<string, [artifact: string, input: string]> = {
  MusicGen: ["MusicPrompt", "MusicPrompt"],
  ImageGen: ["SegmentImagePrompt", "SegmentImagePromptInput"],
  StartingImageGen: ["StartingImagePrompt", "StartingImagePromptInput"],
  TextToVideoGen: ["TextToMovieDirectionPrompt", "MovieDirectionPromptInput"],
  ImageToVideoGen: ["ImageToMovieDirectionPrompt", "MovieDirectionPromptInput"],
};

/** Clips and what they start from are wide, whatever the film's shape: they do not depend on it, so an edit of it leaves them be. */
const CLIP_RATIO = "16:9";

/** What the model is sent for a job: the prompt word for word, the rest by the catalogue's row for the model. */
export async function mediaInput(
  request: GenerationRequest,
  image: string | undefined,
): Promise<Record<string, unknown>> {
  const row = findModel(request.model);
  const wish: MediaWish = {
    prompt: await promptOf(request),
    seed: request.seed & 0x7fff_ffff,
    aspectRatio: String(request.inputs.AspectRatio ?? CLIP_RATIO),
    seconds: fittingSeconds(row ?? {}, wantedSeconds(request.genId, request.frozen)),
    ...(image === undefined ? {} : { image }),
  };
  // A model only its operator knows is sent what all of them understand.
  const own = row?.input?.(wish) ?? { prompt: wish.prompt, ...(image === undefined ? {} : { image }) };
  return { ...request.modelConfig, ...own };
}

async function promptOf(request: GenerationRequest): Promise<string> {
  const [artifact, input] = PROMPTS[request.genId] ?? [];
  if (artifact === undefined || input === undefined) {
    throw new GeneratorFailure({ failureClass: "permanent", message: `Replicate has no ${request.genId}.` });
  }
  const isOf = (name: string, family: string) => name === family || name.startsWith(`${family}[`);
  for (const [name, upstream] of request.artifacts) {
    if (isOf(name, artifact))
      return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await upstream.read());
  }
  const given = Object.entries(request.inputs).find(([name]) => isOf(name, input));
  if (given) return String(given[1]);
  throw new GeneratorFailure({ failureClass: "permanent", message: `${request.jobId} got no ${artifact}.` });
}

/** The picture a clip starts from; null for jobs without one. */
export async function startingImage(
  request: GenerationRequest,
): Promise<{ bytes: Uint8Array; mediaType: string; checksum: string } | null> {
  if (request.genId !== "ImageToVideoGen") return null;
  const found = [...request.artifacts].find(([name]) => name.startsWith("StartingImage["))?.[1];
  if (!found) {
    throw new GeneratorFailure({
      failureClass: "permanent",
      message: `${request.jobId} got no starting image.`,
    });
  }
  return { bytes: await found.read(), mediaType: found.mediaType, checksum: found.checksum };
}
