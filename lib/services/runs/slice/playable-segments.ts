import { parseIndexedName } from "../../../core/naming/asset-path";
import type { ArtifactRecord } from "../../../core/plan/types";
import type { SliceState } from "./slice-state";

const SEGMENT_PARTS = new Set(["SegmentNarrationAudio", "WordTimings", "SegmentImageAsset", "SegmentVideo"]);

/**
 * Segments that become playable: whose last missing part is among what these jobs have made, which are committed together and in this
 * order. A list per job.
 */
export function playableSegments(options: {
  state: SliceState;
  made: readonly (readonly ArtifactRecord[])[];
}): number[][] {
  const { state, made } = options;
  const fresh = new Set<string>();
  return made.map((outputs) => {
    const touched = new Set<number>();
    for (const { id } of outputs) {
      fresh.add(id);
      const { name, index } = parseIndexedName(id);
      if (SEGMENT_PARTS.has(name)) touched.add(index[0] ?? 0);
    }
    const isThere = (part: string) => fresh.has(part) || state.artifact(part) !== null;
    return [...touched].filter((segment) => partsOf(state).get(segment)?.every(isThere));
  });
}

const known = new WeakMap<SliceState, Map<number, string[]>>();

/** What a player needs of each segment, of all that the run makes: it stays the same for as long as the run does. */
function partsOf(state: SliceState): Map<number, string[]> {
  const before = known.get(state);
  if (before) return before;
  const parts = new Map<number, string[]>();
  for (const part of [...state.jobs.values()].flatMap((job) => job.spec.produces)) {
    const { name, index } = parseIndexedName(part);
    if (!SEGMENT_PARTS.has(name)) continue;
    const segment = index[0] ?? 0;
    parts.set(segment, [...(parts.get(segment) ?? []), part]);
  }
  known.set(state, parts);
  return parts;
}
