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
  const artifacts = new Map([...(head?.artifacts ?? []), ...open]);
  for (const [id, record] of open) if (isVacant(record)) artifacts.delete(id);
  return { revision: 0, ...head, artifacts };
}

/** The choice that nothing be there: what stood in its place was taken back, and it has never been made. */
export function vacancy(record: ArtifactRecord, producedBy: string): ArtifactRecord {
  const { id, revision, mediaType } = record;
  return {
    ...{ id, revision, mediaType, producedBy, status: "ready", bytes: 0 },
    ...{ checksum: null, fingerprint: null, key: null, madeFrom: null },
  };
}

function isVacant({ status, checksum }: ArtifactRecord): boolean {
  return status === "ready" && checksum === null;
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
