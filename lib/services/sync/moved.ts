import type { Move, Relation } from "./plan-move";
import type { Side } from "./side";

/** What `push` and `pull` did, or would do. */
export interface Moved {
  videoId: string;
  dryRun: boolean;
  relation: Relation;
  from: { place: string; revision: number };
  /** `revision`: what the target had before; 0 for nothing. */
  to: { place: string; revision: number };
  objects: { path: string; bytes: number }[];
  bytes: number;
  /** Whether the target's pointer moves; false when it is there already. */
  pointer: boolean;
  /** Whether edits that no run has taken up go along. */
  edits: boolean;
}

export function movedOf(options: {
  move: Move;
  source: Side;
  target: Side;
  pointer: boolean;
  dryRun: boolean;
}): Moved {
  const { move, source, target, pointer, dryRun } = options;
  return {
    ...{ videoId: source.videoId, dryRun, relation: move.relation, pointer, edits: move.draft },
    from: { place: source.name, revision: source.head },
    to: { place: target.name, revision: target.head },
    objects: move.objects.map(({ path, bytes }) => ({ path, bytes })),
    bytes: move.objects.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
