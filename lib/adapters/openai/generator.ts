import type OpenAI from "openai";
import { likelyTokens, narrationMaximum } from "../../core/catalogue/estimates";
import { findModel } from "../../core/catalogue/models";
import { isReelgraphError } from "../../core/errors";
import { microUsd } from "../../core/money/micro-usd";
import { parseIndexedName } from "../../core/naming/asset-path";
import { GeneratorFailure } from "../../core/run/failure";
import { type Generator, ownTexts, type SubmitResult } from "../../ports/generator";
import type { Moderator } from "../../ports/moderator";
import { LostAnswer } from "./failure-of";
import { speak } from "./speak";
import { createWordTimer } from "./time-words";
import { type TextApi, writeText } from "./write-text";

export interface OpenaiGeneratorOptions {
  client: OpenAI;
  textApi: TextApi;
  moderator: Moderator;
  /** What listens to a narration for the times of its words. */
  timingsModel: string;
  /** The SDK's error as the runner's. */
  failure(error: unknown): GeneratorFailure | LostAnswer;
  /** Caps every deadline (`REELGRAPH_PROVIDER_TIMEOUT_MS`); null: by kind. */
  timeoutCapMs: number | null;
  /** Tells the windows of different keys apart; empty where there is one. */
  account: string;
  /** Requests at a time: to begin with, and as many as that may grow to. */
  limit: number;
  most: number;
}

const SCRIPT_MS = 240_000;
const OTHER_MS = 90_000;

/** Inputs that hold a person's own words. */
const OWN_WORDS = [
  "InquiryPrompt",
  "MusicPromptMod",
  "SegmentNarrationInput",
  "SegmentImagePromptInput",
  "StartingImagePromptInput",
  "MovieDirectionPromptInput",
];

/**
 * OpenAI, or any server compatible with it: scripts and prompts by a language model, narration by a voice, and the times of its words.
 * All of it is answered in `submit`. Nothing can be asked about a request whose answer was lost, so it is sent once more.
 */
export function createOpenaiGenerator(options: OpenaiGeneratorOptions): Generator {
  const { client, textApi, moderator, failure, timeoutCapMs } = options;
  const timeWords = createWordTimer({ client, failure });
  const deadlineMs = (genId: string) => {
    const usual = genId === "ScriptGen" ? SCRIPT_MS : OTHER_MS;
    return timeoutCapMs === null ? usual : Math.min(usual, timeoutCapMs);
  };

  return {
    provider: "openai",
    unknownOutcome: "resubmit-once",
    window: (_, model, call = "main") => {
      const lane = call === "timings" ? options.timingsModel : model;
      const { limit, most } = options;
      return { key: `openai${options.account}`, limit, most, ...(lane === undefined ? {} : { lane }) };
    },
    deadlineMs,
    calls({ genId, model, produces, inputs, maximumMicros }) {
      const timings = produces.filter((artifact) => artifact.startsWith("WordTimings"));
      if (genId !== "AudioGen") {
        const tokens = likelyTokens({ genId, index: segmentOf(produces), inputs });
        return [{ call: "main", produces, maximumMicros, tokens }];
      }
      if (timings.length === 0) return [{ call: "main", produces, maximumMicros }];
      const { index } = parseIndexedName(timings[0] ?? "");
      const none = { price: null };
      const maximum = narrationMaximum({
        speech: findModel(model) ?? none,
        timings: findModel(options.timingsModel) ?? none,
        index,
        inputs,
      });
      const share = Math.min(maximum.timings, maximumMicros);
      return [
        {
          call: "main",
          produces: produces.filter((artifact) => !timings.includes(artifact)),
          maximumMicros: microUsd(maximumMicros - share),
        },
        { call: "timings", produces: timings, maximumMicros: microUsd(share) },
      ];
    },
    async submit(request, signal): Promise<SubmitResult> {
      if (request.call === "timings") {
        // Ends a little before the runner's own deadline, so that a second slow answer can still be made up for.
        const within = AbortSignal.any([signal, AbortSignal.timeout(0.9 * deadlineMs(request.genId))]);
        return await timeWords(request, within);
      }
      try {
        await moderator.check([...ownWords(request.inputs), ...(await ownTexts(request))], signal);
        await request.goAhead?.();
        const result =
          request.genId === "AudioGen"
            ? await speak({ client, request, signal })
            : await writeText({ client, api: textApi, request, signal });
        return { kind: "finished", ...result };
      } catch (error) {
        // Our own store could not be read: nothing is known against the provider.
        if (isReelgraphError(error)) throw error;
        const found = failure(error);
        if (found instanceof LostAnswer) return { kind: "unknown", message: found.message };
        throw found;
      }
    },
    async check({ providerRequestId }) {
      const message = `OpenAI answers at once: there is nothing to collect for ${providerRequestId}.`;
      throw new GeneratorFailure({ failureClass: "permanent", message });
    },
    // What was sent is answered or lost: there is nothing that could be called off.
    async cancel() {},
  };
}

/** The segment whose text is written; none for the script. */
function segmentOf(produces: readonly string[]): readonly number[] {
  return parseIndexedName(produces[0] ?? "").index.slice(0, 1);
}

function ownWords(inputs: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(inputs).flatMap(([name, value]) =>
    typeof value === "string" && OWN_WORDS.includes(parseIndexedName(name).name) ? [value] : [],
  );
}
