import { describe, expect, it } from "vitest";
import { modelChoices } from "../../lib/core/catalogue/model-choices";
import { hintOf, sameAddress } from "../../lib/core/credentials";
import { plannedModels } from "../../lib/core/plan/planned-models";

const studio = modelChoices();
const paid = modelChoices({ openai: true, replicate: true });
const others = Object.fromEntries(
  Object.keys(paid).map((genId) => [genId, [paid[genId], studio[genId]].flatMap((choice) => choice ?? [])]),
);

describe("models that something was planned with", () => {
  it("are those of now where the provider is the same", () => {
    const planned = Object.entries(paid).map(([genId, { provider }]) => ({ genId, provider }));
    expect(plannedModels({ models: paid, others, planned })).toBe(paid);
  });

  it("are the planned provider's where a key has come or gone", () => {
    const planned = [{ genId: "ImageGen", provider: "replicate" }];
    expect(plannedModels({ models: studio, others, planned })).toEqual({
      ...studio,
      ImageGen: paid.ImageGen,
    });
    const free = [{ genId: "ImageGen", provider: "studio" }];
    expect(plannedModels({ models: paid, others, planned: free })).toEqual({
      ...paid,
      ImageGen: studio.ImageGen,
    });
  });

  it("stay as they are for a provider that nobody here knows", () => {
    const planned = [{ genId: "ImageGen", provider: "gone" }];
    expect(plannedModels({ models: paid, others, planned })).toBe(paid);
    expect(plannedModels({ models: studio, others: undefined, planned })).toBe(studio);
  });
});

describe("what is shown of a secret", () => {
  it("are its last four characters, and nothing of a short one", () => {
    expect(hintOf("sk-0123456789abcdef")).toBe("cdef");
    expect(hintOf("0123456789abcde")).toBeNull();
  });
});

describe("two addresses", () => {
  it("are one in whatever spelling", () => {
    expect(sameAddress("https://LLM.example.com/v1/", "https://llm.example.com:443/v1")).toBe(true);
    expect(sameAddress("https://llm.example.com/v1", "https://llm.example.com/v2")).toBe(false);
    expect(sameAddress("https://llm.example.com/v1", "http://llm.example.com/v1")).toBe(false);
  });
});
