import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checksum, checksumOf, checksumOfJson, fingerprint } from "../../lib/core/fingerprint/checksum";
import { changedFields, jobFingerprint } from "../../lib/core/fingerprint/job-fingerprint";
import { portableSha256 } from "../../lib/core/fingerprint/sha256";
import type { FingerprintFields } from "../../lib/core/fingerprint/types";
import { hash } from "./planning-rig";
import { runs } from "./property-runs";

const FIELDS: FingerprintFields = {
  generator: "ImageGen",
  generatorVersion: 1,
  provider: "replicate",
  model: "owner/model:1",
  modelConfig: { steps: 4, output: { format: "png" } },
  promptTemplateVersion: "2",
  seed: 7,
  take: 0,
  inputs: { ImageStyle: "cinematic", Size: "720p" },
  upstream: { "SegmentImagePrompt[1][0]": `sha256:${"a".repeat(64)}` },
};

const of = (fields: FingerprintFields): string => jobFingerprint({ fields, hash });

const mutations: [name: string, change: Partial<FingerprintFields>][] = [
  ["generator", { generator: "AudioGen" }],
  ["generatorVersion", { generatorVersion: 2 }],
  ["provider", { provider: "studio" }],
  ["model", { model: "owner/model:2" }],
  ["modelConfig", { modelConfig: { steps: 4, output: { format: "jpg" } } }],
  ["promptTemplateVersion", { promptTemplateVersion: "3" }],
  ["seed", { seed: 8 }],
  ["take", { take: 1 }],
  ["inputs.ImageStyle", { inputs: { ...FIELDS.inputs, ImageStyle: "Cinematic" } }],
  ["inputs.Size", { inputs: { ImageStyle: "cinematic" } }],
  ["inputs.AspectRatio", { inputs: { ...FIELDS.inputs, AspectRatio: "1:1" } }],
  [
    "upstream.SegmentImagePrompt[1][0]",
    { upstream: { "SegmentImagePrompt[1][0]": `sha256:${"b".repeat(64)}` } },
  ],
  ["upstream.VideoSummary", { upstream: { ...FIELDS.upstream, VideoSummary: `sha256:${"c".repeat(64)}` } }],
];

describe("jobFingerprint", () => {
  it("is sha256 over the domain and the canonical fields", () => {
    expect(of(FIELDS)).toBe("sha256:005af47ba0c2a21c6ec9205d717bc4ff8bb4f07ea0ff682209350d2125c319db");
    expect(jobFingerprint({ fields: FIELDS, hash: portableSha256 })).toBe(of(FIELDS));
  });

  it.each(mutations)("changes when %s does, and changedFields says so", (name, change) => {
    const changed = { ...FIELDS, ...change };
    expect(of(changed)).not.toBe(of(FIELDS));
    expect(changedFields(FIELDS, changed)).toEqual([name]);
    expect(changedFields(changed, FIELDS)).toEqual([name]);
  });

  it("has a mutation tested for every field", () => {
    const tested = new Set(mutations.map(([name]) => name.split(".")[0]));
    expect([...tested].sort()).toEqual(Object.keys(FIELDS).sort());
  });

  it("changes when the value of any single field changes", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(FIELDS)),
        fc.oneof(fc.string(), fc.integer(), fc.dictionary(fc.string(), fc.string())),
        (name, value) => {
          const changed = { ...FIELDS, [name]: value };
          const isEqual = changedFields(FIELDS, changed).length === 0;
          expect(of(changed) === of(FIELDS)).toBe(isEqual);
        },
      ),
      runs(1_000, 10_000),
    );
  });

  it("tells a field from what every object inherits under that name", () => {
    const changed = { ...FIELDS, inputs: { ...FIELDS.inputs, toString: "x" } };
    expect(changedFields(FIELDS, changed)).toEqual(["inputs.toString"]);
  });

  it("doesn't depend on key order, on the Unicode form, or on how a number was written", () => {
    const reversed = Object.fromEntries(Object.entries(FIELDS).reverse()) as unknown as FingerprintFields;
    expect(of(reversed)).toBe(of(FIELDS));
    const composed = { ...FIELDS, inputs: { ImageStyle: "Caf\u00e9" } };
    const decomposed = { ...FIELDS, inputs: { ImageStyle: "Cafe\u0301" } };
    expect(of(decomposed)).toBe(of(composed));
    expect(changedFields(composed, decomposed)).toEqual([]);
    expect(of({ ...FIELDS, modelConfig: JSON.parse('{"steps": 4.0}') })).toBe(
      of({ ...FIELDS, modelConfig: JSON.parse('{"steps": 4}') }),
    );
  });

  it("is never the checksum of the same value as an artifact", () => {
    expect(of(FIELDS)).not.toBe(checksumOfJson(FIELDS, hash));
  });

  it("takes an input that is undefined on both sides for unchanged, and one that is given for changed", () => {
    const open = { ...FIELDS, inputs: { ...FIELDS.inputs, VoiceId: undefined } };
    expect(changedFields(open, open)).toEqual([]);
    expect(changedFields(open, { ...open, inputs: { ...open.inputs, VoiceId: null } })).toEqual([
      "inputs.VoiceId",
    ]);
  });

  it("names several changes: scalars first, then inputs, then upstream, each sorted", () => {
    const changed = { ...FIELDS, take: 1, model: "m", inputs: {}, upstream: { A: "1", B: "2" } };
    expect(changedFields(FIELDS, changed)).toEqual([
      "model",
      "take",
      "inputs.ImageStyle",
      "inputs.Size",
      "upstream.A",
      "upstream.B",
      "upstream.SegmentImagePrompt[1][0]",
    ]);
  });
});

describe("checksums", () => {
  it("hash bytes, text as UTF-8, and JSON in canonical form", () => {
    expect(checksumOf("abc", hash)).toBe(
      "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
    expect(checksumOf(new TextEncoder().encode("abc"), hash)).toBe(checksumOf("abc", hash));
    expect(checksumOfJson({ b: 1, a: "e\u0301" }, hash)).toBe(checksumOf('{"a":"é","b":1}', hash));
  });

  it.each([
    ["checksum", checksum],
    ["fingerprint", fingerprint],
  ])("%s accepts its own form and nothing else", (name, make) => {
    const good = `sha256:${"0a".repeat(32)}`;
    expect(make(good)).toBe(good);
    for (const bad of [
      "",
      "0a".repeat(32),
      `sha256:${"0A".repeat(32)}`,
      `${good}0`,
      `${good}\n`,
      `md5:${"0a".repeat(32)}`,
      `x${good}`,
      "sha256:0",
    ]) {
      expect(() => make(bad)).toThrow(expect.objectContaining({ code: "integrity" }));
    }
    const shown = `"sha256:${"z".repeat(73)}"`;
    const message = `A ${name} is "sha256:" and 64 lower-case hex digits, not ${shown}.`;
    expect(() => make(`sha256:${"z".repeat(500)}`)).toThrow(expect.objectContaining({ message }));
  });
});
