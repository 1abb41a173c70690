import { describe, expect, it } from "vitest";
import { describePrice } from "../../lib/core/catalogue/describe-price";
import { modelChoices, modelsFor } from "../../lib/core/catalogue/model-choices";
import { findModel, fittingSeconds, MODELS } from "../../lib/core/catalogue/models";
import { costOf, priceState } from "../../lib/core/catalogue/price";
import { unspeakable } from "../../lib/core/catalogue/unspeakable";
import { expandGraph } from "../../lib/core/graph/expand";
import { requireInputs } from "../../lib/core/graph/inputs";
import { narratedVideo } from "../../lib/core/graph/narrated-video";
import { planVideo } from "../../lib/core/plan/plan";
import { hash } from "./planning-rig";

function planWith(models: ReturnType<typeof modelChoices>, inputs: Record<string, unknown> = {}) {
  const valid = requireInputs({ InquiryPrompt: "How tides work", ...inputs });
  return planVideo({
    graph: expandGraph({ blueprint: narratedVideo, inputs: valid }),
    blueprint: narratedVideo,
    inputs: valid,
    seed: 0,
    models,
    head: null,
    options: { mode: "dirty" },
    hash,
  });
}

const both = { openai: true, replicate: true };

describe("who does a generator's work", () => {
  it("is the offline studio without keys", () => {
    const providers = Object.values(modelChoices()).map(({ provider }) => provider);
    expect(new Set(providers)).toEqual(new Set(["studio", "local"]));
  });

  it("follows the keys: text and speech from OpenAI, media from Replicate", () => {
    const provider = (choices: ReturnType<typeof modelChoices>) =>
      Object.fromEntries(Object.entries(choices).map(([genId, choice]) => [genId, choice.provider]));
    expect(provider(modelChoices({ openai: true }))).toMatchObject({
      ScriptGen: "openai",
      AudioGen: "openai",
      ImageGen: "studio",
    });
    expect(provider(modelChoices({ replicate: true }))).toMatchObject({
      ScriptGen: "studio",
      AudioGen: "studio",
      MusicGen: "replicate",
      ImageToVideoGen: "replicate",
    });
    expect(new Set(Object.values(provider(modelChoices(both))))).toEqual(
      new Set(["openai", "replicate", "local"]),
    );
  });

  it("can be another model of the catalogue, or one it doesn't know, whose price is said to be unknown", () => {
    const models = modelChoices({
      ...both,
      overrides: { ImageGen: "black-forest-labs/flux-1.1-pro", MusicGen: "someone/new-music" },
    });
    expect(models.ImageGen).toMatchObject({ model: "black-forest-labs/flux-1.1-pro" });
    const items = planWith(models).quote.items;
    expect(items.find(({ genId }) => genId === "ImageGen")?.costMicros).toBe(6 * 40_000);
    expect(items.find(({ genId }) => genId === "MusicGen")).toMatchObject({
      costMicros: 0,
      price: { state: "unknown" },
    });
  });

  it("refuses an override that cannot do the work, or of a generator that doesn't exist", () => {
    expect(() => modelChoices({ ...both, overrides: { ImageGen: "gpt-4.1" } })).toThrow(/flux-schnell/);
    expect(() => modelChoices({ ...both, overrides: { ImageGan: "gpt-4.1" } })).toThrow(/ImageGan/);
    expect(() => modelChoices({ ...both, overrides: { toString: "gpt-4.1" } })).toThrow(/toString/);
  });

  it("lets every language be spoken once OpenAI speaks", () => {
    const inputs = requireInputs({ InquiryPrompt: "Ebbe und Flut", Language: "de" });
    expect(unspeakable({ inputs, models: modelChoices() })).not.toBeNull();
    expect(unspeakable({ inputs, models: modelChoices({ replicate: true }) })).not.toBeNull();
    expect(unspeakable({ inputs, models: modelChoices({ openai: true }) })).toBeNull();
  });
});

describe("prices", () => {
  it("are said to be stale a year after somebody looked, and not before", () => {
    const price = { unit: "output", each: 5, asOf: "2026-01-01" } as const;
    expect(priceState(price, "2027-01-01")).toBe("current");
    expect(priceState(price, "2027-01-02")).toBe("stale");
    expect(priceState(price)).toBe("current");
    expect(priceState(null, "2026-01-01")).toBe("unknown");
    const quoted = planWith(modelChoices({ ...both, today: "2030-01-01" })).quote.items;
    for (const item of quoted.filter(({ provider }) => provider !== "local")) {
      expect(item.price).toEqual({ state: "stale", asOf: expect.stringMatching(/^202\d-\d\d-\d\d$/) });
    }
    expect(planWith(modelChoices({ today: "2030-01-01" })).quote.items.some(({ price }) => price)).toBe(
      false,
    );
  });

  it("do not change what is planned, only what is said about it", () => {
    const early = planWith(modelChoices({ ...both, today: "2026-01-01" }));
    const late = planWith(modelChoices({ ...both, today: "2030-01-01" }));
    expect(late.queueHash).toBe(early.queueHash);
    expect(late.quote.costMicros).toBe(early.quote.costMicros);
  });

  it("are rounded up to whole micro-USD, once", () => {
    const tokens = findModel("gpt-4.1-mini")?.price ?? null;
    expect(costOf(tokens, { inputTokens: 1, outputTokens: 0 })).toBe(1);
    expect(costOf(tokens, { inputTokens: 1_000, outputTokens: 1_000 })).toBe(2_000);
    expect(costOf(findModel("whisper-1")?.price ?? null, { seconds: 9.2 })).toBe(1_000);
    expect(costOf(findModel("bytedance/seedance-1-lite")?.price ?? null, { seconds: 5 })).toBe(180_000);
  });

  it("of all the catalogue's models name the day they were looked up", () => {
    for (const { price } of MODELS) if (price) expect(price.asOf).toMatch(/^20\d\d-\d\d-\d\d$/);
  });
});

describe("a quote", () => {
  it("for three segments of pictures stays within a few cents", () => {
    const { quote } = planWith(modelChoices(both));
    expect(quote.costMicros).toBeGreaterThan(200_000 + 6 * 3_000);
    expect(quote.costMicros).toBeLessThan(400_000);
  });

  it("knows the narration a person gives, and bounds the one that is still to be written", () => {
    const cost = (inputs: Record<string, unknown>) =>
      planWith(modelChoices(both), { Duration: 10, ...inputs }).quote.items.find(
        ({ genId }) => genId === "AudioGen",
      )?.costMicros ?? 0;
    const short = cost({ "SegmentNarrationInput[0]": "Hello." });
    const long = cost({ "SegmentNarrationInput[0]": "Hello there. ".repeat(100) });
    expect(short).toBeLessThan(cost({}));
    expect(long).toBeGreaterThan(cost({}));
  });

  it("counts clips by the seconds a model can make of them", () => {
    const model = findModel("kwaivgi/kling-v2.1");
    if (!model) throw new Error("The row is gone.");
    expect([3, 5, 6, 10, 30].map((seconds) => fittingSeconds(model, seconds))).toEqual([5, 5, 10, 10, 10]);
    const { quote } = planWith(modelChoices(both), { UseVideo: true, Duration: 60, SegmentDuration: 30 });
    const clips = quote.items.find(({ genId }) => genId === "TextToVideoGen");
    expect(clips?.costMicros).toBe(2 * 12 * 36_000);
  });
});

describe("the catalogue for people", () => {
  it("says each price in words, and who else could do the work", () => {
    const said = (model: string) => describePrice(findModel(model)?.price ?? null);
    expect(said("gpt-4.1")).toBe("$2.00 in, $8.00 out per million tokens");
    expect(said("black-forest-labs/flux-schnell")).toBe("$0.0030 each");
    expect(said("whisper-1")).toBe("$0.0060 a minute");
    expect(said("bytedance/seedance-1-lite")).toBe("$0.04 a second");
    expect(said("tts-1")).toBe("$15.00 per million characters");
    expect(said("nobody/knows")).toBe("unknown");
    expect(modelsFor("ImageGen")[0]?.id).toBe(modelChoices({ replicate: true }).ImageGen?.model);
    expect(modelsFor("TimelineAssembler")).toEqual([]);
    for (const genId of [
      "ScriptGen",
      "AudioGen",
      "MusicGen",
      "ImageGen",
      "TextToVideoGen",
      "ImageToVideoGen",
    ]) {
      expect(modelsFor(genId).length).toBeGreaterThan(1);
    }
  });
});
