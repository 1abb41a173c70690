import { MEDIA_BOUNDS } from "../../core/media/bounds";
import type { MediaFamily } from "../../core/media-type";
import type { MicroUsd } from "../../core/money/micro-usd";
import { GeneratorFailure } from "../../core/run/failure";
import type { Download, Downloader } from "../../ports/downloader";
import type { GeneratedOutput, GenerationRequest } from "../../ports/generator";
import { outputUrl, type Prediction } from "./prediction";

const FAMILIES: Record<string, MediaFamily> = {
  MusicGen: "audio",
  ImageGen: "image",
  StartingImageGen: "image",
  TextToVideoGen: "video",
  ImageToVideoGen: "video",
};

/** Tries of one collecting; after the last the runner decides. */
const PAUSES_MS = [300, 1_000];

/**
 * Downloads what a prediction made. What only the download does wrong (network, time, a server in trouble) is thrown without a class,
 * and asked for again as long as it takes: it never buys again. A failure with a class says that the output itself is lost or no good.
 */
export async function collectOutput(options: {
  prediction: Prediction;
  request: GenerationRequest;
  downloader: Downloader;
  /** The prediction as it is now: its addresses may have been renewed. */
  refetch(): Promise<Prediction>;
  costMicros: MicroUsd;
  timeoutMs: number;
  sleep(milliseconds: number): Promise<void>;
}): Promise<GeneratedOutput> {
  const { request, downloader, refetch, costMicros, timeoutMs, sleep } = options;
  const family = FAMILIES[request.genId] ?? "image";
  let { prediction } = options;
  for (let attempt = 0; ; attempt++) {
    const url = urlOf(prediction, costMicros);
    const isLast = attempt >= PAUSES_MS.length;
    let found: Download | null = null;
    try {
      found = await downloader.download({ url, family, maxBytes: MEDIA_BOUNDS[family].maxBytes, timeoutMs });
    } catch (error) {
      if (isLast) throw error;
    }
    if (found?.kind === "downloaded") {
      const { bytes, mediaType } = found;
      return { artifact: request.produces[0] ?? "", mediaType, bytes };
    }
    if (found && (isLast || found.kind === "forbidden")) throw failureOf(found, costMicros);
    await sleep(PAUSES_MS[attempt] ?? 0);
    if (found?.kind === "gone") prediction = await refetch();
  }
}

function urlOf(prediction: Prediction, costMicros: MicroUsd): string {
  const url = outputUrl(prediction.output);
  if (url !== null) return url;
  if (prediction.data_removed === true)
    throw expired("Replicate has removed the prediction's data.", costMicros);
  throw new GeneratorFailure({
    failureClass: "validation",
    providerErrorCode: "empty-output",
    message: "Replicate's prediction succeeded and holds nothing.",
    costMicros,
  });
}

function failureOf(found: Exclude<Download, { kind: "downloaded" }>, costMicros: MicroUsd): GeneratorFailure {
  switch (found.kind) {
    case "gone":
      return expired(`Replicate no longer gives out the output (${found.status}).`, costMicros);
    case "unfit":
      return new GeneratorFailure({
        failureClass: "validation",
        providerErrorCode: "unfit-output",
        message: `What Replicate delivered cannot be used: ${found.reason}.`,
        costMicros,
      });
    case "forbidden":
      return new GeneratorFailure({
        failureClass: "permanent",
        providerErrorCode: "forbidden-address",
        message: `The output lies where nothing is fetched from: ${found.reason}.`,
        costMicros,
      });
  }
}

function expired(message: string, costMicros: MicroUsd): GeneratorFailure {
  return new GeneratorFailure({
    failureClass: "retryable",
    providerErrorCode: "output-expired",
    message: `${message} It has to be made again.`,
    costMicros,
  });
}
