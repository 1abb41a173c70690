import { describe, expect, it } from "vitest";
import { checksumOf } from "../../lib/core/fingerprint/checksum";
import { settledChoices, withChoices } from "../../lib/core/plan/choices";
import type { ArtifactRecord, HeadState } from "../../lib/core/plan/types";
import { hash, recordOf } from "./planning-rig";

const version = (id: string, text: string, more: Partial<ArtifactRecord> = {}): ArtifactRecord =>
  recordOf({ id, checksum: checksumOf(text, hash), producedBy: "MusicGen", ...more });

const made = version("Music", "first");
const chosen = version("Music", "second");
const title = version("VideoTitle", "title");
const head: HeadState = {
  revision: 3,
  artifacts: new Map([
    ["Music", made],
    ["VideoTitle", title],
  ]),
  takes: new Map([["MusicGen", 2]]),
};

describe("a head with a person's choices", () => {
  it("has the chosen results in place of its own, and all else as it was", () => {
    const seen = withChoices(head, { Music: chosen });
    expect(seen).toEqual({
      ...head,
      artifacts: new Map([
        ["Music", chosen],
        ["VideoTitle", title],
      ]),
    });
    expect(head.artifacts.get("Music")).toBe(made);
  });

  it("is the head itself where nothing is chosen", () => {
    expect(withChoices(head, undefined)).toBe(head);
    expect(withChoices(head, {})).toBe(head);
    expect(withChoices(null, undefined)).toBeNull();
  });

  it("is made of choices alone for a video without a revision", () => {
    expect(withChoices(null, { Music: chosen })).toEqual({
      revision: 0,
      artifacts: new Map([["Music", chosen]]),
    });
  });

  it("leaves out a choice that a run has frozen, but not one made since", () => {
    expect(withChoices(head, { Music: chosen }, { Music: { ...chosen, revision: 9 } })).toBe(head);
    const since = withChoices(head, { Music: chosen, VideoTitle: title }, { Music: made, VideoTitle: title });
    expect(since?.artifacts.get("Music")).toBe(chosen);
  });
});

describe("settled choices", () => {
  it("are those that the run froze as they stand now", () => {
    expect(settledChoices({ Music: chosen, VideoTitle: title }, { Music: chosen })).toEqual(["Music"]);
    expect(settledChoices({ Music: chosen }, { Music: made })).toEqual([]);
    expect(settledChoices({ Music: chosen }, undefined)).toEqual([]);
  });

  it("tell equal bytes of another maker apart", () => {
    expect(settledChoices({ Music: chosen }, { Music: { ...chosen, producedBy: "person" } })).toEqual([]);
  });
});
