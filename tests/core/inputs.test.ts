import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { INPUT_TABLE, OVERRIDE_TABLE } from "../../lib/core/graph/input-table";
import { parseInputs, requireInputs } from "../../lib/core/graph/inputs";
import { runs } from "./property-runs";

const PROMPT = { InquiryPrompt: "How tides work" };

function errorsOf(raw: unknown): { pointer: string; message: string }[] {
  const parsed = parseInputs(raw);
  if (parsed.ok) throw new Error("was accepted");
  return parsed.errors;
}

describe("parseInputs", () => {
  it("asks for a prompt only and applies every default", () => {
    expect(parseInputs(PROMPT)).toEqual({
      ok: true,
      inputs: {
        InquiryPrompt: "How tides work",
        Duration: 30,
        SegmentDuration: 10,
        ImagesPerSegment: 2,
        UseVideo: false,
        IsImageToVideo: false,
        Audience: "Adults",
        Language: "en",
        VoiceId: "default",
        Emotion: "neutral",
        MusicPromptMod: "",
        ImageStyle: "cinematic",
        Size: "720p",
        AspectRatio: "16:9",
        AssemblyStrategy: "narration-led",
      },
    });
  });

  it("keeps overrides under their bracketed keys", () => {
    const overrides = {
      "UseVideo[1]": true,
      "IsImageToVideo[1]": false,
      "SegmentNarrationInput[0]": "The moon pulls.",
      "SegmentImagePromptInput[2][1]": "A harbour at low tide",
      "StartingImagePromptInput[1]": "A wave",
      "MovieDirectionPromptInput[1]": "Pan left",
    };
    expect(requireInputs({ ...PROMPT, ...overrides })).toEqual({ ...requireInputs(PROMPT), ...overrides });
  });

  it("gives byte-identical inputs whatever the order of the keys", () => {
    const raw = {
      ...PROMPT,
      Size: "1080p",
      Duration: 20,
      "SegmentImagePromptInput[1][1]": "d",
      "SegmentImagePromptInput[1][0]": "c",
      "SegmentImagePromptInput[0][1]": "b",
      "UseVideo[1]": true,
    };
    const text = JSON.stringify(requireInputs(raw));
    fc.assert(
      fc.property(fc.shuffledSubarray(Object.entries(raw), { minLength: 7 }), (entries) => {
        expect(JSON.stringify(requireInputs(Object.fromEntries(entries)))).toBe(text);
      }),
      runs(200, 2_000),
    );
    expect(Object.keys(requireInputs(raw)).slice(-4)).toEqual([
      "UseVideo[1]",
      "SegmentImagePromptInput[0][1]",
      "SegmentImagePromptInput[1][0]",
      "SegmentImagePromptInput[1][1]",
    ]);
  });

  it("trims text, and takes an undefined value for one that is not there", () => {
    const inputs = requireInputs({
      InquiryPrompt: "  tides\n",
      Audience: undefined,
      "UseVideo[9]": undefined,
    });
    expect(inputs).toEqual(requireInputs({ InquiryPrompt: "tides" }));
  });

  it.each(["slt", "rms", "kal", "en_US-amy"])("takes the voice %s", (VoiceId) => {
    expect(requireInputs({ ...PROMPT, VoiceId }).VoiceId).toBe(VoiceId);
  });

  it.each<[name: string, raw: Record<string, unknown>, pointer: string, says: RegExp]>([
    ["no prompt", { InquiryPrompt: undefined }, "/inputs/InquiryPrompt", /^InquiryPrompt is missing/],
    ["an empty prompt", { InquiryPrompt: "" }, "/inputs/InquiryPrompt", /1 to 4,000 characters.*not ""/],
    ["a prompt of spaces", { InquiryPrompt: " \n " }, "/inputs/InquiryPrompt", /1 to 4,000/],
    ["a prompt of 100 kB", { InquiryPrompt: "x".repeat(100_000) }, "/inputs/InquiryPrompt", /4,000.*100000/],
    ["a prompt that is no text", { InquiryPrompt: 7 }, "/inputs/InquiryPrompt", /must be text.*not 7/],
    ["a prompt with a NUL", { InquiryPrompt: "a\u0000b" }, "/inputs/InquiryPrompt", /control/],
    ["a prompt with half a character", { InquiryPrompt: "a\ud83d" }, "/inputs/InquiryPrompt", /broken/],
    [
      "a duration between segments",
      { Duration: 7 },
      "/inputs/Duration",
      /^Duration must be a multiple of SegmentDuration \(10 s\).*try 10\.$/,
    ],
    ["a duration between two fits", { Duration: 25 }, "/inputs/Duration", /try 20 or 30/],
    [
      "a duration just under the end",
      { Duration: 179, SegmentDuration: 7 },
      "/inputs/Duration",
      /try 175\.$/,
    ],
    ["a duration too long", { Duration: 190 }, "/inputs/Duration", /3 to 180, not 190/],
    ["a fraction of a second", { Duration: 10.5 }, "/inputs/Duration", /whole number/],
    ["a duration as text", { Duration: "30" }, "/inputs/Duration", /whole number.*not "30"/],
    ["NaN", { Duration: Number.NaN }, "/inputs/Duration", /whole number/],
    ["a segment too short", { SegmentDuration: 2 }, "/inputs/SegmentDuration", /3 to 30/],
    ["too many images", { ImagesPerSegment: 6 }, "/inputs/ImagesPerSegment", /0 to 5, not 6/],
    ["a switch as text", { UseVideo: "true" }, "/inputs/UseVideo", /true or false/],
    ["null", { UseVideo: null }, "/inputs/UseVideo", /true or false, not null/],
    ["a list", { Audience: ["Kids"] }, "/inputs/Audience", /not a list/],
    ["an unknown choice", { AspectRatio: "21:9" }, "/inputs/AspectRatio", /16:9, 9:16, 1:1, 4:3, not "21:9"/],
    ["an unknown language", { Language: "xx" }, "/inputs/Language", /^Language must be one of en/],
    ["an unknown field", { Durration: 30 }, "/inputs/Durration", /is not an input\. Did you mean Duration\?/],
    ["another spelling", { imagestyle: "x" }, "/inputs/imagestyle", /Did you mean ImageStyle\?/],
    ["an unknown field with nothing near", { colour: "x" }, "/inputs/colour", /^colour is not an input\.$/],
    ["an unknown field of odd characters", { "a/b~c": 1 }, "/inputs/a~1b~0c", /not an input/],
    ["an override of what has none", { "Duration[1]": 1 }, "/inputs/Duration[1]", /is not an input/],
    [
      "a misspelt override",
      { "SegmentNarationInput[0]": "x" },
      "/inputs/SegmentNarationInput[0]",
      /mean SegmentNarrationInput\?/,
    ],
    [
      "an override without an index",
      { SegmentNarrationInput: "x" },
      "/inputs/SegmentNarrationInput",
      /SegmentNarrationInput\[segment\].*SegmentNarrationInput\[0\]/,
    ],
    [
      "an override with too few indices",
      { "SegmentImagePromptInput[0]": "x" },
      "/inputs/SegmentImagePromptInput[0]",
      /\[segment\]\[image\]/,
    ],
    ["an override with an odd index", { "UseVideo[01]": true }, "/inputs/UseVideo[01]", /UseVideo\[0\]/],
    [
      "an override of a segment beyond the last",
      { "UseVideo[3]": true },
      "/inputs/UseVideo[3]",
      /segments are 0 to 2/,
    ],
    [
      "an override of an image beyond the last",
      { "SegmentImagePromptInput[0][2]": "x" },
      "/inputs/SegmentImagePromptInput[0][2]",
      /images are 0 to 1/,
    ],
    [
      "an override of an image of none",
      { ImagesPerSegment: 0, "SegmentImagePromptInput[0][0]": "x" },
      "/inputs/SegmentImagePromptInput[0][0]",
      /has no images/,
    ],
    ["an override of the wrong type", { "UseVideo[0]": "yes" }, "/inputs/UseVideo[0]", /true or false/],
    [
      "an empty narration",
      { "SegmentNarrationInput[0]": " " },
      "/inputs/SegmentNarrationInput[0]",
      /1 to 2,000/,
    ],
    [
      "a narration too long",
      { "SegmentNarrationInput[0]": "x".repeat(2_001) },
      "/inputs/SegmentNarrationInput[0]",
      /2,000/,
    ],
  ])("refuses %s, naming the field and the fix", (_name, raw, pointer, says) => {
    const errors = errorsOf({ ...PROMPT, ...raw });
    expect(errors).toHaveLength(1);
    expect(errors[0]?.pointer).toBe(pointer);
    expect(errors[0]?.message).toMatch(says);
  });

  it.each([null, undefined, "x", 7, [], [PROMPT]])("refuses %j for inputs", (raw) => {
    expect(errorsOf(raw)).toEqual([{ pointer: "/inputs", message: expect.stringContaining("object") }]);
  });

  it("tells every mistake at once, but not endlessly", () => {
    const errors = errorsOf({ Duration: 7, Size: "big", "UseVideo[99]": true, Colour: 1 });
    expect(errors.map(({ pointer }) => pointer)).toEqual([
      "/inputs/InquiryPrompt",
      "/inputs/Size",
      "/inputs/Duration",
      "/inputs/Colour",
    ]);
    const hostile = Object.fromEntries(
      Array.from({ length: 50_000 }, (_, at) => [`${"x".repeat(100)}${at}`, at]),
    );
    const many = errorsOf({ ...PROMPT, ...hostile });
    expect(many).toHaveLength(20);
    expect(Math.max(...many.map(({ message }) => message.length))).toBeLessThan(200);
  });

  it("doesn't take inherited or prototype names for inputs", () => {
    expect(errorsOf({ ...PROMPT, toString: "x" })[0]?.pointer).toBe("/inputs/toString");
    expect(errorsOf(JSON.parse('{"InquiryPrompt": "x", "__proto__": {"Duration": 20}}'))[0]?.pointer).toBe(
      "/inputs/__proto__",
    );
  });

  it("is stable: what it returns, it accepts as it is", () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            Duration: fc.integer({ min: 1, max: 18 }).map((n) => n * 10),
            ImagesPerSegment: fc.nat(5),
            UseVideo: fc.boolean(),
            "UseVideo[0]": fc.boolean(),
            Audience: fc.string({ minLength: 1, maxLength: 20 }),
          },
          { requiredKeys: [] },
        ),
        (raw) => {
          const parsed = parseInputs({ ...PROMPT, ...raw });
          if (parsed.ok) expect(parseInputs(parsed.inputs)).toEqual(parsed);
        },
      ),
      runs(500, 5_000),
    );
  });

  it("never throws, whatever it is given", () => {
    fc.assert(
      fc.property(fc.anything(), (raw) => {
        expect(typeof parseInputs(raw).ok).toBe("boolean");
      }),
      runs(1_000, 10_000),
    );
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom(...Object.keys(INPUT_TABLE), "UseVideo[0]", "UseVideo[x]"),
          fc.anything(),
        ),
        (raw) => {
          expect(typeof parseInputs(raw).ok).toBe("boolean");
        },
      ),
      runs(1_000, 10_000),
    );
  });
});

describe("requireInputs", () => {
  it("throws all field errors as one", () => {
    expect(() => requireInputs({ Duration: 7 })).toThrow(
      expect.objectContaining({
        code: "invalid-input",
        errors: [
          expect.objectContaining({ pointer: "/inputs/InquiryPrompt" }),
          expect.objectContaining({ pointer: "/inputs/Duration" }),
        ],
      }),
    );
  });
});

describe("the input table", () => {
  it("has a label, a help text, and a default that its own schema accepts, for every input", () => {
    for (const definition of [...Object.values(INPUT_TABLE), ...Object.values(OVERRIDE_TABLE)]) {
      expect(definition.label).not.toBe("");
      expect(definition.help).toMatch(/\.$/);
      expect(definition.rule).toMatch(/^must be /);
      if ("default" in definition) expect(definition.schema.safeParse(definition.default).success).toBe(true);
      if ("options" in definition) {
        for (const { value, label } of definition.options) {
          expect(definition.schema.safeParse(value).success).toBe(true);
          expect(label).not.toBe("");
        }
      }
    }
  });
});
