import { useArtifactText } from "../../_lib/queries";
import { reloadMedia } from "../../_lib/reload-media";
import type { OpenArtifact } from "../../_lib/types";
import { contentUrl, isClip, isPicture, isSound, type SegmentFiles } from "../../_lib/video-files";
import { Lineage } from "./lineage";

export function SegmentArtifacts({ segment, onOpen }: { segment: SegmentFiles; onOpen: OpenArtifact }) {
  const number = segment.index + 1;
  const find = (name: string) => segment.artifacts.find((artifact) => artifact.id.startsWith(`${name}[`));
  const script = find("NarrationSegmentScript");
  const text = useArtifactText(
    script?.status === "ready" ? script.links.content : null,
    script?.checksum ?? null,
  );
  const sounds = segment.artifacts.filter(isSound);
  const pictures = segment.artifacts.filter(isPicture);
  const clips = segment.artifacts.filter(isClip);
  return (
    <section
      aria-labelledby={`segment-${number}`}
      data-testid="segment-artifacts"
      className="panel grid gap-6 p-5 sm:p-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]"
    >
      <div className="min-w-0">
        <h3 id={`segment-${number}`} className="text-xs font-semibold tracking-wide text-ink-3 uppercase">
          Segment {number}
        </h3>
        {text.data ? (
          <blockquote className="mt-3 font-display text-xl leading-snug text-pretty">{text.data}</blockquote>
        ) : script?.status === "failed" ? (
          <p className="mt-3 text-sm text-bad">The script of this segment failed.</p>
        ) : text.isError ? (
          <p className="mt-3 text-sm text-ink-3">The script could not be read.</p>
        ) : (
          <div className="skeleton mt-3 h-20" />
        )}
        {script && <Lineage artifact={script} onOpen={onOpen} />}
        {sounds.map((sound) => (
          <div key={sound.id} className="mt-4">
            {/* biome-ignore lint/a11y/useMediaCaption: the words spoken stand right above */}
            <audio
              controls
              preload="none"
              src={contentUrl(sound)}
              onError={(event) => reloadMedia(event.currentTarget)}
              aria-label={`Narration of segment ${number}`}
              className="h-10 w-full"
            />
            <Lineage artifact={sound} onOpen={onOpen} />
          </div>
        ))}
      </div>
      <ul
        className="grid content-start gap-4 min-[420px]:grid-cols-2"
        aria-label={`Pictures of segment ${number}`}
      >
        {pictures.map((picture, index) => (
          <li key={picture.id} className="min-w-0">
            <a
              href={contentUrl(picture)}
              target="_blank"
              rel="noreferrer"
              className="block overflow-hidden rounded-lg"
            >
              {/* biome-ignore lint/performance/noImgElement: the artifact itself is the point */}
              <img
                src={contentUrl(picture)}
                alt={`Segment ${number}, ${index + 1} of ${pictures.length}`}
                loading="lazy"
                className="aspect-video w-full bg-sunken object-cover"
              />
            </a>
            <Lineage artifact={picture} onOpen={onOpen} />
          </li>
        ))}
        {clips.map((clip) => (
          <li key={clip.id} className="min-w-0">
            <video
              controls
              muted
              playsInline
              preload="metadata"
              src={contentUrl(clip)}
              onError={(event) => reloadMedia(event.currentTarget)}
              aria-label={`Clip of segment ${number}`}
              className="aspect-video w-full rounded-lg bg-black"
            />
            <Lineage artifact={clip} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </section>
  );
}
