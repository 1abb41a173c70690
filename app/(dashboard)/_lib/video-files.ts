import { shortChecksum } from "./format";
import type { ArtifactView } from "./types";

export interface SegmentFiles {
  index: number;
  artifacts: ArtifactView[];
}

/** Artifacts by what they belong to: the whole film, or a segment (the first index of their name). */
export function groupArtifacts(artifacts: readonly ArtifactView[]): {
  film: ArtifactView[];
  segments: SegmentFiles[];
} {
  const film: ArtifactView[] = [];
  const segments = new Map<number, ArtifactView[]>();
  for (const artifact of artifacts) {
    const match = /\[(\d+)\]/.exec(artifact.id);
    if (!match) {
      film.push(artifact);
      continue;
    }
    const index = Number(match[1]);
    segments.set(index, [...(segments.get(index) ?? []), artifact]);
  }
  return {
    film,
    segments: [...segments].sort(([a], [b]) => a - b).map(([index, of]) => ({ index, artifacts: of })),
  };
}

export function isPicture(artifact: ArtifactView): boolean {
  return artifact.status === "ready" && artifact.mediaType.startsWith("image/");
}

export function isClip(artifact: ArtifactView): boolean {
  return artifact.status === "ready" && artifact.mediaType.startsWith("video/");
}

export function isSound(artifact: ArtifactView): boolean {
  return artifact.status === "ready" && artifact.mediaType.startsWith("audio/");
}

/** An address that changes with the bytes: a browser asks for it once and never again. */
export function contentUrl(artifact: Pick<ArtifactView, "links" | "checksum">): string {
  return versionedUrl(artifact.links.content, artifact.checksum);
}

export function versionedUrl(url: string, checksum: string | null | undefined): string {
  return checksum && !url.includes("?") ? `${url}?v=${shortChecksum(checksum)}` : url;
}
