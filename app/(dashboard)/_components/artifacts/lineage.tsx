import { formatBytes, shortChecksum } from "../../_lib/format";
import { artifactLabel, jobLabel, reasonLabel } from "../../_lib/labels";
import type { ArtifactView, OpenArtifact } from "../../_lib/types";

/** Where a part came from, in one quiet line. */
export function Lineage({ artifact, onOpen }: { artifact: ArtifactView; onOpen: OpenArtifact }) {
  return (
    <p className="mt-1.5 flex flex-wrap items-baseline gap-x-1.5 text-xs text-ink-3">
      <span title={artifact.producedBy}>by {jobLabel(artifact.producedBy)}</span>
      <span aria-hidden="true">·</span>
      <span>{formatBytes(artifact.bytes)}</span>
      {artifact.checksum && (
        <>
          <span aria-hidden="true">·</span>
          <code className="font-mono" title={artifact.checksum}>
            {shortChecksum(artifact.checksum)}
          </code>
        </>
      )}
      {artifact.stale && (
        <span className="font-medium text-warn">
          · out of date{artifact.reason && `: ${reasonLabel(artifact.reason)}`}
        </span>
      )}
      <button
        type="button"
        data-testid="open-artifact"
        data-artifact={artifact.id}
        aria-label={`${artifactLabel(artifact.id)}: why, and other takes`}
        onClick={() => onOpen(artifact)}
        className="ml-auto min-h-6 rounded text-accent-ink underline underline-offset-4 hover:text-ink"
      >
        Why and takes
      </button>
    </p>
  );
}
