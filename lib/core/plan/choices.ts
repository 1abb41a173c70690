import type { ArtifactRecord, HeadState } from "./types";

/** Results a person chose in place of the head's, by artifact name. */
export type Choices = Readonly<Record<string, ArtifactRecord>>;

/**
 * A head with a person's choices over it: what plans, runs and people see until a run commits them. `done` are choices that a run
 * at work has frozen already: what it makes of such an artifact counts, not the choice.
 */
export function withChoices(
  head: HeadState | null,
  choices: Choices | undefined,
  done: Choices = {},
): HeadState | null {
  const open = Object.entries(choices ?? {}).filter(([id, record]) => !isSame(done[id], record));
  if (open.length === 0) return head;
  return { revision: 0, ...head, artifacts: new Map([...(head?.artifacts ?? []), ...open]) };
}

/** Names of the choices that a run has taken in. */
export function settledChoices(choices: Choices, frozen: Choices | undefined): string[] {
  return Object.entries(choices)
    .filter(([id, record]) => isSame(frozen?.[id], record))
    .map(([id]) => id);
}

function isSame(one: ArtifactRecord | undefined, other: ArtifactRecord): boolean {
  return one !== undefined && one.checksum === other.checksum && one.producedBy === other.producedBy;
}
