import type { ArtifactRecord, HeadState } from "../../core/plan/types";

/**
 * The artifacts of a new revision, and behind them what the head has of branches these inputs do not use: a video's clips while it
 * shows pictures, a segment that was cut off. The planner ignores them; toggling back finds them, so it costs only the assembler.
 */
export function keepPruned(options: {
  artifacts: ReadonlyMap<string, ArtifactRecord>;
  head: HeadState | null;
}): Map<string, ArtifactRecord> {
  const { artifacts, head } = options;
  const pruned = [...(head?.artifacts ?? [])].filter(
    ([id, record]) => !artifacts.has(id) && record.status === "ready" && record.key !== null,
  );
  return new Map([...artifacts, ...pruned]);
}
