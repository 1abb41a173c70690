import { parseIndexedName } from "../../../core/naming/asset-path";
import type { ArtifactRecord } from "../../../core/plan/types";
import type { SliceState } from "./slice-state";

const SEGMENT_PARTS = new Set(["SegmentNarrationAudio", "WordTimings", "SegmentImageAsset", "SegmentVideo"]);

/** Segments whose last missing part these outputs are: from now on a player can show them. */
export function playableSegments(options: {
  state: SliceState;
  outputs: readonly ArtifactRecord[];
}): number[] {
  const { state, outputs } = options;
  const fresh = new Set(outputs.map((output) => output.id));
  const touched = new Set(
    outputs
      .map((output) => parseIndexedName(output.id))
      .filter(({ name }) => SEGMENT_PARTS.has(name))
      .map(({ index }) => index[0] ?? 0),
  );
  const parts = [...state.jobs.values()].flatMap((job) => job.spec.produces);
  return [...touched].filter((segment) =>
    parts
      .filter((part) => {
        const { name, index } = parseIndexedName(part);
        return SEGMENT_PARTS.has(name) && index[0] === segment;
      })
      .every((part) => fresh.has(part) || state.artifact(part) !== null),
  );
}
