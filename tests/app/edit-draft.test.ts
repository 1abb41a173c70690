import { describe, expect, it } from "vitest";
import {
  changesOf,
  conflictRows,
  draftValue,
  type EditDraft,
  editValue,
  fullPatch,
  isEdited,
  rebase,
  requestOf,
  startDraft,
  togglePin,
  toggleSegment,
  toggleTake,
  undoValue,
} from "../../app/(dashboard)/_lib/edit-draft";

const INPUTS = {
  InquiryPrompt: "How tides work",
  Duration: 30,
  SegmentDuration: 10,
  ImagesPerSegment: 2,
  ImageStyle: "cinematic",
  "UseVideo[2]": true,
  "SegmentImagePromptInput[0][1]": "A harbour",
};

const draft = (edits: Record<string, unknown> = {}): EditDraft =>
  Object.entries(edits).reduce(
    (over, [name, value]) => editValue(over, name, value),
    startDraft({ inputs: INPUTS, inputRevision: 4 }),
  );

describe("an edit in the page", () => {
  it("is a patch of what differs, and none when a value is typed back", () => {
    const edited = draft({ ImageStyle: "noir", Duration: 30 });
    expect(edited.patch).toEqual({ ImageStyle: "noir" });
    expect(isEdited(editValue(edited, "ImageStyle", "cinematic"))).toBe(false);
    expect(isEdited(undoValue(edited, "ImageStyle"))).toBe(false);
    expect(draftValue(edited, "ImageStyle")).toBe("noir");
    expect(draftValue(edited, "Duration")).toBe(30);
  });

  it("takes an override away by emptying it, and forgets one that never was", () => {
    expect(draft({ "SegmentImagePromptInput[0][1]": "" }).patch).toEqual({
      "SegmentImagePromptInput[0][1]": null,
    });
    expect(draft({ "SegmentNarrationInput[1]": "" }).patch).toEqual({});
    expect(draft({ "UseVideo[2]": null }).patch).toEqual({ "UseVideo[2]": null });
    // The whole video's own inputs have rules about being empty.
    expect(draft({ InquiryPrompt: "" }).patch).toEqual({ InquiryPrompt: "" });
  });

  it("lets go of overrides of segments and images that are no more, and has them back with them", () => {
    const shorter = draft({ Duration: 20, ImagesPerSegment: 1, "SegmentNarrationInput[2]": "The moon." });
    expect(fullPatch(shorter)).toEqual({
      Duration: 20,
      ImagesPerSegment: 1,
      "UseVideo[2]": null,
      "SegmentImagePromptInput[0][1]": null,
    });
    expect(changesOf(shorter).map(({ input }) => input)).toContain("UseVideo[2]");
    const back = editValue(shorter, "Duration", 30);
    expect(fullPatch(back)).toEqual({
      ImagesPerSegment: 1,
      "SegmentNarrationInput[2]": "The moon.",
      "SegmentImagePromptInput[0][1]": null,
    });
  });

  it("stands over another version: what that has already is no edit any more", () => {
    const mine = draft({ ImageStyle: "noir", Duration: 40 });
    const theirs = {
      inputs: { ...INPUTS, ImageStyle: "noir", InquiryPrompt: "How the moon works" },
      inputRevision: 5,
    };
    const over = rebase(mine, theirs);
    expect(over).toMatchObject({ base: { inputRevision: 5 }, patch: { Duration: 40 } });
    expect(draftValue(over, "InquiryPrompt")).toBe("How the moon works");
  });

  it("shows both versions, and what both changed", () => {
    const mine = draft({ ImageStyle: "noir", Duration: 40, "UseVideo[2]": null });
    const theirs = { inputs: { ...INPUTS, ImageStyle: "comic", ImagesPerSegment: 1 }, inputRevision: 5 };
    expect(conflictRows(mine, theirs)).toEqual([
      { input: "Duration", before: 30, theirs: 30, yours: 40, isContested: false },
      { input: "ImagesPerSegment", before: 2, theirs: 1, yours: 2, isContested: false },
      { input: "ImageStyle", before: "cinematic", theirs: "comic", yours: "noir", isContested: true },
      { input: "UseVideo[2]", before: true, theirs: true, yours: undefined, isContested: false },
    ]);
  });
});

describe("what is to be made", () => {
  it("is asked for in the words of the API", () => {
    const { selection } = draft();
    expect(requestOf(selection)).toEqual({ mode: "dirty" });
    expect(requestOf({ ...selection, what: "everything" })).toEqual({ mode: "full" });
    const some = toggleSegment(toggleSegment({ ...selection, what: "segments" }, 2), 0);
    expect(requestOf(some)).toEqual({ mode: "scope", scope: ["segment=0", "segment=2"] });
    expect(requestOf(toggleSegment(some, 2))).toEqual({ mode: "scope", scope: ["segment=0"] });
  });

  it("never wants to keep and to take again the same thing", () => {
    const { selection } = draft();
    const taken = toggleTake(selection, "Music");
    expect(requestOf(taken)).toEqual({ mode: "dirty", takes: ["Music"] });
    const kept = togglePin(taken, "Music");
    expect(requestOf(kept)).toEqual({ mode: "dirty", pins: ["Music"] });
    expect(requestOf(togglePin(kept, "Music"))).toEqual({ mode: "dirty" });
  });
});
