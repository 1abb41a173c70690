import { mediaCost } from "../../core/catalogue/estimates";
import { findModel } from "../../core/catalogue/models";
import { isReelgraphError } from "../../core/errors";
import { GeneratorFailure } from "../../core/run/failure";
import type { Clock } from "../../ports/clock";
import type { Downloader } from "../../ports/downloader";
import {
  type CheckResult,
  type GeneratedOutput,
  type GenerationRequest,
  type Generator,
  ownTexts,
  type SubmitResult,
} from "../../ports/generator";
import type { Moderator } from "../../ports/moderator";
import { isUnsuitable, LostAnswer, type ReplicateClient } from "./client";
import { collectOutput } from "./collect-output";
import { findPrediction } from "./find-prediction";
import { mediaInput, startingImage } from "./media-input";
import { type Prediction, readPrediction } from "./prediction";
import { sendImage } from "./send-image";

export interface ReplicateGeneratorOptions {
  client: ReplicateClient;
  downloader: Downloader;
  /** Null: nobody can be asked. */
  moderator: Moderator | null;
  clock: Clock;
  /** Where this server can be reached from outside; null: predictions are asked for instead. */
  publicUrl: string | null;
  /** Caps every deadline (`REELGRAPH_PROVIDER_TIMEOUT_MS`); null: by kind. */
  timeoutCapMs: number | null;
  /** Tells the windows of different tokens apart; empty where there is one. */
  account: string;
  /** Predictions at a time: to begin with, and as many as that may grow to. */
  limit: number;
  most: number;
}

const CREATE_MS = 30_000;
const DOWNLOAD_MS = 120_000;
/** A list may show a prediction a little later than the answer that was lost. */
const SETTLE_MS = 10_000;
/** How long a finished download waits for the next check. */
const KEPT_MS = 60_000;
const FIRST_CHECK_MS = 500;
const LONGEST_CHECK_MS = 20_000;
/** With a callback on its way, asking is only for the one that gets lost. */
const WITH_WEBHOOK = { first: 3_000, longest: 60_000 };
const OWN_WORDS = /^(?:SegmentImagePromptInput|StartingImagePromptInput|MovieDirectionPromptInput)\[/;

/**
 * Replicate: pictures, music and clips as predictions of official models. `submit` makes one, `check` asks for it and downloads what
 * it made. Replicate takes no idempotency key, so a prediction whose acknowledgement was lost is looked for and adopted.
 */
export function createReplicateGenerator(options: ReplicateGeneratorOptions): Generator {
  const { client, downloader, clock, publicUrl } = options;
  const capped = (milliseconds: number) => Math.min(milliseconds, options.timeoutCapMs ?? milliseconds);
  const now = () => clock.now().getTime();
  /** A download may outlast one check: the next finds it under way. */
  const downloads = new Map<string, Promise<Collected>>();

  const get = async (id: string, signal: AbortSignal) =>
    readPrediction(await client.ask((sdk) => sdk.predictions.get(id, { signal })));

  function download(prediction: Prediction, request: GenerationRequest): Promise<Collected> {
    const running = downloads.get(prediction.id);
    if (running) return running;
    const { genId, model, frozen } = request;
    const collecting = collectOutput({
      prediction,
      request,
      downloader,
      refetch: () => asking(() => get(prediction.id, AbortSignal.timeout(capped(CREATE_MS)))),
      costMicros: mediaCost(findModel(model) ?? { price: null }, genId, frozen),
      timeoutMs: capped(DOWNLOAD_MS),
      sleep: (milliseconds) => clock.sleep(milliseconds),
    }).then(
      (output): Collected => ({ kind: "output", output }),
      (error: unknown): Collected => ({ kind: "failed", error }),
    );
    downloads.set(prediction.id, collecting);
    // Whoever asked may not come back: another slice, another process, nobody.
    void collecting.then(() => setTimeout(() => downloads.delete(prediction.id), KEPT_MS).unref());
    return collecting;
  }

  function pending(age: number): CheckResult {
    const first = publicUrl === null ? FIRST_CHECK_MS : WITH_WEBHOOK.first;
    const longest = publicUrl === null ? LONGEST_CHECK_MS : WITH_WEBHOOK.longest;
    return { kind: "pending", checkAfterMs: Math.min(longest, Math.max(first, 0.4 * age)) };
  }

  return {
    provider: "replicate",
    unknownOutcome: "adopt",
    window: () => ({ key: `replicate${options.account}`, limit: options.limit, most: options.most }),
    deadlineMs: () => capped(CREATE_MS),
    async submit(request, signal): Promise<SubmitResult> {
      try {
        await options.moderator?.check([...ownWords(request), ...(await ownTexts(request))], signal);
        const image = await startingImage(request);
        const sent =
          image === null ? undefined : await beforeBuying(() => sendImage({ client, image, signal }));
        const input = await mediaInput(request, sent);
        const webhook = webhookOf(publicUrl, request);
        await request.goAhead?.();
        const created = await client.ask((sdk) =>
          sdk.predictions.create({
            ...modelOf(request.model),
            input,
            signal,
            ...(webhook === null ? {} : { webhook, webhook_events_filter: ["completed"] }),
          }),
        );
        const { id } = readPrediction(created);
        const checkAfterMs = publicUrl === null ? FIRST_CHECK_MS : WITH_WEBHOOK.first;
        return { kind: "accepted", providerRequestId: id, checkAfterMs };
      } catch (error) {
        if (error instanceof LostAnswer) return { kind: "unknown", message: error.message };
        throw error;
      }
    },
    async check({ providerRequestId, request, signal }): Promise<CheckResult> {
      const prediction = await asking(() => get(providerRequestId, signal));
      // A date that cannot be read makes it young: it is asked for soon, and again.
      const age = Math.max(0, now() - Date.parse(prediction.created_at)) || 0;
      const ended = endOf(prediction, client);
      if (ended === "pending") return pending(age);
      if (ended !== "succeeded") throw ended;
      const patience = new AbortController();
      const collecting = download(prediction, request);
      // Shorter than the runner's own deadline for a check.
      const waited = clock.sleep(0.7 * capped(CREATE_MS), patience.signal).then(() => null);
      const collected = await Promise.race([collecting, waited]);
      patience.abort();
      if (collected === null) return { kind: "pending", checkAfterMs: FIRST_CHECK_MS };
      downloads.delete(prediction.id);
      if (collected.kind === "failed") throw collected.error;
      const { genId, model, frozen } = request;
      const costMicros = mediaCost(findModel(model) ?? { price: null }, genId, frozen);
      return { kind: "finished", outputs: [collected.output], costMicros };
    },
    async find({ request, submittedAfter, isClaimed, signal }) {
      const found = await asking(() =>
        findPrediction({ client, request, submittedAfter, isClaimed, now, signal }),
      );
      if (found === null && now() - submittedAfter.getTime() < capped(SETTLE_MS)) {
        throw new Error("Replicate's list does not show the prediction yet.");
      }
      return found;
    },
    async cancel(id) {
      downloads.delete(id);
      await client
        .ask((sdk) => sdk.predictions.cancel(id))
        .catch((error: unknown) => {
          if (!(error instanceof GeneratorFailure && error.providerErrorCode === "http-404")) throw error;
        });
    },
  };
}

type Collected = { kind: "output"; output: GeneratedOutput } | { kind: "failed"; error: unknown };

/** What only asks buys nothing and loses nothing: whatever goes wrong there has no class, and it is asked again. */
async function asking<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isReelgraphError(error)) throw error;
    throw new Error(error instanceof Error ? error.message : String(error));
  }
}

/** The same before a prediction is made: a lost answer there is one that may be tried again. */
async function beforeBuying<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LostAnswer)) throw error;
    const { message } = error;
    throw new GeneratorFailure({ failureClass: "retryable", providerErrorCode: "upload-lost", message });
  }
}

/** An official model by its name; another one by the version that stands behind it: `owner/name:version`. */
function modelOf(model: string): { model: string } | { version: string } {
  const [, version] = model.split(":");
  return version === undefined ? { model } : { version };
}

function ownWords({ inputs }: GenerationRequest): string[] {
  return Object.entries(inputs).flatMap(([name, value]) =>
    typeof value === "string" && OWN_WORDS.test(name) ? [value] : [],
  );
}

/** Names the job for people and the purchase by its nonce, which nobody can guess. */
function webhookOf(publicUrl: string | null, { jobId, nonce }: GenerationRequest): string | null {
  if (publicUrl === null) return null;
  const url = new URL(`${publicUrl.replace(/\/+$/, "")}/api/v1/webhooks/replicate`);
  url.searchParams.set("job", jobId);
  url.searchParams.set("nonce", nonce);
  return url.href;
}

function endOf(
  { status, error }: Prediction,
  { hide }: ReplicateClient,
): "pending" | "succeeded" | GeneratorFailure {
  switch (status) {
    case "succeeded":
      return "succeeded";
    case "failed": {
      const said = typeof error === "string" && error !== "" ? hide(error).slice(0, 300) : "no reason given";
      const isRefused = isUnsuitable(said);
      return new GeneratorFailure({
        failureClass: isRefused ? "policy" : "retryable",
        providerErrorCode: isRefused ? "unsuitable" : "prediction-failed",
        message: isRefused
          ? `The model will not show this: ${said} Change the words it was made from.`
          : `The prediction failed: ${said}`,
      });
    }
    case "canceled":
    case "aborted":
      return new GeneratorFailure({
        failureClass: "retryable",
        providerErrorCode: `prediction-${status}`,
        message: `The prediction was ended at Replicate before it was done (${status}).`,
      });
    default:
      return "pending";
  }
}
