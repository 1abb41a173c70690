import { describe, expect, it } from "vitest";
import { checksumOf } from "../../lib/core/fingerprint/checksum";
import { diffArtifacts, diffInputs } from "../../lib/core/plan/diff";
import type { ArtifactRecord } from "../../lib/core/plan/types";
import { hash, recordOf } from "./planning-rig";

/** Records by artifact name; the text stands for the bytes, null for none. */
function records(texts: Record<string, string | null>): Map<string, ArtifactRecord> {
  return new Map(
    Object.entries(texts).map(([id, text]) => [
      id,
      recordOf({ id, checksum: text === null ? null : checksumOf(text, hash) }),
    ]),
  );
}

describe("what another revision has of artifacts", () => {
  it("is told as added, changed and removed, in the order of the records", () => {
    const before = records({ Same: "1", Gone2: "2", Other: "3", Gone1: "4" });
    const after = records({ New2: "5", Same: "1", Other: "3b", New1: "6" });
    expect(diffArtifacts(before, after)).toEqual({
      added: ["New2", "New1"],
      changed: ["Other"],
      removed: ["Gone2", "Gone1"],
    });
  });

  it("counts a record without bytes for an artifact that is not there", () => {
    const before = records({ Failed: null, Made: "1", Never: null });
    const after = records({ Failed: "2", Made: null, Never: null, NeverNew: null });
    expect(diffArtifacts(before, after)).toEqual({ added: ["Failed"], changed: [], removed: ["Made"] });
  });

  it("is nothing between a revision and itself", () => {
    const same = records({ Music: "1", Captions: null });
    expect(diffArtifacts(same, same)).toEqual({ added: [], changed: [], removed: [] });
  });
});

describe("inputs whose values differ", () => {
  it("are listed by name with both values, null where none was given", () => {
    expect(
      diffInputs(
        { Size: "720p", Duration: 30, "UseVideo[1]": true, Audience: "Adults" },
        { Audience: "Children", Duration: 30, Size: "720p", Emotion: "warm" },
      ),
    ).toEqual([
      { input: "Audience", from: "Adults", to: "Children" },
      { input: "Emotion", from: null, to: "warm" },
      { input: "UseVideo[1]", from: true, to: null },
    ]);
  });

  it("are compared as canonical values: neither key order nor the Unicode form is a change", () => {
    expect(
      diffInputs(
        { Audience: "Cafe\u0301", Look: { b: 1, a: 2 } },
        { Audience: "Caf\u00e9", Look: { a: 2, b: 1 } },
      ),
    ).toEqual([]);
    expect(diffInputs({ Look: { a: 1 } }, { Look: { a: 2 } })).toEqual([
      { input: "Look", from: { a: 1 }, to: { a: 2 } },
    ]);
  });
});
