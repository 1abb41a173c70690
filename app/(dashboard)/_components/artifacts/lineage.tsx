import { formatBytes, shortChecksum } from "../../_lib/format";
import { jobLabel } from "../../_lib/labels";
import type { ArtifactView } from "../../_lib/types";

/** Where a part came from, in one quiet line. */
export function Lineage({ artifact }: { artifact: ArtifactView }) {
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
        <span className="font-medium text-warn">· stale{artifact.reason && `: ${artifact.reason}`}</span>
      )}
    </p>
  );
}
