import type { RunId } from "../../core/ids";
import type { MicroUsd } from "../../core/money/micro-usd";
import type { ArtifactRecord } from "../../core/plan/types";
import type { TenantRepositories, VideoRow } from "../../ports/database";

export interface ArtifactProvenance {
  /** ISO 8601: when its bytes were made. */
  at: string;
  runId: RunId;
  /** What the purchase cost, with everything else it made. */
  costMicros: MicroUsd;
  /** The head's revision took it over from that purchase instead of buying again. */
  isAdopted: boolean;
}

/** When and at what cost an artifact's bytes were made; null for what no run of this database made. */
export async function provenanceOf(options: {
  repositories: Pick<TenantRepositories, "history" | "runs">;
  video: VideoRow;
  record: ArtifactRecord;
}): Promise<ArtifactProvenance | null> {
  const { repositories, video, record } = options;
  const jobIds = [record.producedBy];
  const purchases = await repositories.history.bought({ videoId: video.id, jobIds });
  const made = purchases.find(({ outcome }) =>
    outcome?.outputs.some(
      ({ id, checksum, fingerprint }) =>
        id === record.id && checksum === record.checksum && fingerprint === record.fingerprint,
    ),
  );
  if (!made?.finishedAt) return null;
  const before = made.outcome?.outputs.find(({ id }) => id === record.id);
  return {
    at: made.finishedAt.toISOString(),
    runId: made.runId,
    costMicros: made.costMicros,
    isAdopted: before?.revision !== record.revision,
  };
}
