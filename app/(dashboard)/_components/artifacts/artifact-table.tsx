import { formatBytes, shortChecksum } from "../../_lib/format";
import { artifactLabel } from "../../_lib/labels";
import type { ArtifactView, OpenArtifact } from "../../_lib/types";
import { contentUrl } from "../../_lib/video-files";

const CELL = "px-5 py-2 align-baseline whitespace-nowrap";

export function ArtifactTable({
  artifacts,
  onOpen,
}: {
  artifacts: readonly ArtifactView[];
  onOpen: OpenArtifact;
}) {
  return (
    <section
      aria-label="All artifacts"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard
      tabIndex={0}
      className="overflow-x-auto border-t border-line"
    >
      <table className="w-full text-left text-xs">
        <thead className="text-ink-3">
          <tr>
            {["Artifact", "Status", "Type", "Size", "Checksum", "Produced by", "About"].map((name) => (
              <th key={name} scope="col" className={`${CELL} pt-3 font-medium`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="text-ink-2">
          {artifacts.map((artifact) => (
            <tr key={artifact.id} className="border-t border-line/60">
              <td className={CELL}>
                <a
                  href={contentUrl(artifact)}
                  className="font-mono text-ink underline decoration-line-strong underline-offset-4 hover:decoration-ink"
                >
                  {artifact.id}
                </a>
              </td>
              <td className={`${CELL} ${artifact.status === "failed" ? "text-bad" : ""}`}>
                {artifact.stale ? "out of date" : artifact.status}
              </td>
              <td className={CELL}>{artifact.mediaType.split(";")[0]}</td>
              <td className={`${CELL} tabular-nums`}>{formatBytes(artifact.bytes)}</td>
              <td className={`${CELL} font-mono`} title={artifact.checksum ?? undefined}>
                {artifact.checksum ? shortChecksum(artifact.checksum) : "–"}
              </td>
              <td className={`${CELL} font-mono`}>{artifact.producedBy}</td>
              <td className={CELL}>
                <button
                  type="button"
                  aria-label={`${artifactLabel(artifact.id)}: why, and other takes`}
                  onClick={() => onOpen(artifact)}
                  className="min-h-6 rounded text-accent-ink underline underline-offset-4 hover:text-ink"
                >
                  Why and takes
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
