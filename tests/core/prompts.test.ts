import { describe, expect, it } from "vitest";
import { requireInputs } from "../../lib/core/graph/inputs";
import { longestSpeech, narrationLimit } from "../../lib/core/prompts/limits";
import { fillTemplate, templateVersion } from "../../lib/core/prompts/template";
import { TEXT_TEMPLATES, textTask } from "../../lib/core/prompts/text-task";
import { retryAfterMs } from "../../lib/core/run/retry-after";
import { mayHaveBeenSent } from "../../lib/core/run/was-sent";

const INPUTS = requireInputs({ InquiryPrompt: "How tides work", Duration: 30 });
const SCRIPT = {
  genId: "ScriptGen",
  produces: ["VideoSummary", "VideoTitle", "NarrationSegmentScript[0]", "NarrationSegmentScript[2]"],
  inputs: INPUTS,
  texts: {},
};

describe("a template", () => {
  it("takes values as they are, once, and leaves unknown places", () => {
    const values = { a: "{b} $& $1 \\n", b: "never" };
    expect(fillTemplate("<{a}> {c} {toString}", values)).toBe("<{b} $& $1 \\n> {c} {toString}");
  });

  it("has another version with every other word", () => {
    const template = TEXT_TEMPLATES.ScriptGen;
    if (!template) throw new Error("There is no template for scripts.");
    expect(templateVersion(template)).toMatch(/^[0-9a-f]{12}$/);
    expect(templateVersion({ ...template })).toBe(templateVersion(template));
    const edited = { ...template, languages: { ...template.languages, tr: "Türkçe yaz." } };
    expect(templateVersion(edited)).not.toBe(templateVersion(template));
  });

  it.each(["en", "de", "es", "fr", "tr"])("advises the writer of %s in that language", (Language) => {
    const task = textTask({ ...SCRIPT, inputs: { ...INPUTS, Language } });
    const advice = TEXT_TEMPLATES.ScriptGen?.languages?.[Language] ?? "";
    expect(advice).not.toBe("");
    expect(task.instructions).toContain(advice);
  });

  it("names every other language", () => {
    const task = textTask({ ...SCRIPT, inputs: { ...INPUTS, Language: "ja" } });
    expect(task.instructions).toContain("in Japanese");
    expect(task.instructions).not.toMatch(/\{\w+\}/);
  });
});

describe("what a language model is asked for", () => {
  it("has lists of exactly the length that is needed, and every field required", () => {
    const { schema } = textTask(SCRIPT);
    expect(schema).toMatchObject({
      required: ["title", "summary", "narration"],
      additionalProperties: false,
      properties: { narration: { type: "array", minItems: 3, maxItems: 3 } },
    });
    const images = textTask({
      genId: "TextToImagePromptGen",
      produces: ["SegmentImagePrompt[1][0]", "SegmentImagePrompt[1][2]"],
      inputs: INPUTS,
      texts: { narration: "n", summary: "s" },
    });
    expect(images.schema).toMatchObject({ properties: { prompts: { minItems: 2, maxItems: 2 } } });
    const read = images.read({ prompts: ["first", "third"] });
    expect(read.ok && Object.fromEntries(read.texts)).toEqual({
      "SegmentImagePrompt[1][0]": "first",
      "SegmentImagePrompt[1][2]": "third",
    });
  });

  it("is read word for word, and only what is owed", () => {
    const narration = ["  One. ", "Two – “two”.", "Three\n"];
    const read = textTask(SCRIPT).read({ title: "T", summary: " S", narration });
    expect(read.ok && Object.fromEntries(read.texts)).toEqual({
      VideoTitle: "T",
      VideoSummary: " S",
      "NarrationSegmentScript[0]": "  One. ",
      "NarrationSegmentScript[2]": "Three\n",
    });
  });

  it.each<[string, unknown]>([
    ["no object", "text"],
    ["a list", []],
    ["nothing", null],
    ["a missing field", { title: "T", narration: ["a", "b", "c"] }],
    ["too few", { title: "T", summary: "S", narration: ["a", "b"] }],
    ["too many", { title: "T", summary: "S", narration: ["a", "b", "c", "d"] }],
    ["no list", { title: "T", summary: "S", narration: "a" }],
    ["a number", { title: "T", summary: "S", narration: ["a", 2, "c"] }],
    ["a blank", { title: "T", summary: "S", narration: ["a", " \n", "c"] }],
    ["a novel", { title: "T", summary: "S", narration: ["a", "b".repeat(10_000), "c"] }],
  ])("is refused when it is %s", (_what, answer) => {
    expect(textTask(SCRIPT).read(answer)).toMatchObject({ ok: false, problem: expect.stringMatching(/./) });
  });

  it("may be longer for longer segments, and shorter in scripts that say much in a character", () => {
    const limit = (SegmentDuration: number, Language = "en") => narrationLimit({ SegmentDuration, Language });
    expect(limit(30)).toBeGreaterThan(limit(10) * 2);
    expect(limit(30, "zh")).toBeLessThan(limit(30));
    expect(longestSpeech(100, "zh")).toBeGreaterThan(longestSpeech(100, "en"));
  });
});

describe("what a provider's answer says about the next try", () => {
  const headers = (values: Record<string, string>) => new Headers(values);
  const now = Date.parse("2026-03-01T12:00:00Z");
  it.each<[Record<string, string>, number | undefined]>([
    [{}, undefined],
    [{ "retry-after": "7" }, 7_000],
    [{ "retry-after": "0" }, 0],
    [{ "retry-after": "1.5" }, 1_500],
    [{ "retry-after": "Sun, 01 Mar 2026 12:00:30 GMT" }, 30_000],
    [{ "retry-after": "Sun, 01 Mar 2026 11:00:00 GMT" }, 0],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "-5" }, undefined],
    [{ "retry-after": "3", "retry-after-ms": "250" }, 250],
  ])("%j is %s", (values, expected) => {
    expect(retryAfterMs(headers(values), now)).toBe(expected);
  });

  it("is that nothing was sent only where no connection was made", () => {
    const failed = (code: string) => Object.assign(new Error(code), { code });
    const wrapped = (cause: unknown) => new TypeError("fetch failed", { cause });
    for (const code of ["ECONNREFUSED", "ENOTFOUND", "UND_ERR_CONNECT_TIMEOUT"]) {
      expect([code, mayHaveBeenSent(wrapped(failed(code)))]).toEqual([code, false]);
    }
    for (const code of ["ECONNRESET", "UND_ERR_SOCKET", "UND_ERR_HEADERS_TIMEOUT", "EPIPE"]) {
      expect([code, mayHaveBeenSent(wrapped(failed(code)))]).toEqual([code, true]);
    }
    const both = (...codes: string[]) => wrapped(new AggregateError(codes.map(failed)));
    expect(mayHaveBeenSent(both("ECONNREFUSED", "ENETUNREACH"))).toBe(false);
    expect(mayHaveBeenSent(both("ECONNREFUSED", "ECONNRESET"))).toBe(true);
    for (const other of [undefined, null, "x", new Error("?")]) expect(mayHaveBeenSent(other)).toBe(true);
  });
});
