import { useArtifactText } from "../../_lib/queries";
import { reloadMedia } from "../../_lib/reload-media";
import type { ArtifactView, OpenArtifact } from "../../_lib/types";
import { contentUrl, isSound } from "../../_lib/video-files";
import { Lineage } from "./lineage";

function TextPart({
  label,
  artifact,
  onOpen,
}: {
  label: string;
  artifact: ArtifactView;
  onOpen: OpenArtifact;
}) {
  const text = useArtifactText(
    artifact.status === "ready" ? artifact.links.content : null,
    artifact.checksum,
  );
  return (
    <div className="min-w-0">
      <h4 className="text-sm font-medium">{label}</h4>
      {text.data === undefined ? (
        <div className="skeleton mt-2 h-10" />
      ) : (
        <p className="mt-1.5 text-sm leading-relaxed break-words text-ink-2">{text.data}</p>
      )}
      <Lineage artifact={artifact} onOpen={onOpen} />
    </div>
  );
}

const TEXTS: Record<string, string> = { VideoSummary: "Summary", MusicPrompt: "Music, as asked for" };

/** The parts that belong to the film as a whole. */
export function FilmArtifacts({
  artifacts,
  onOpen,
}: {
  artifacts: readonly ArtifactView[];
  onOpen: OpenArtifact;
}) {
  const sounds = artifacts.filter(isSound);
  const texts = artifacts.filter((artifact) => artifact.status === "ready" && artifact.id in TEXTS);
  if (sounds.length + texts.length === 0) return null;
  return (
    <section aria-labelledby="whole-film" className="panel p-5 sm:p-6">
      <h3 id="whole-film" className="text-xs font-semibold tracking-wide text-ink-3 uppercase">
        The whole film
      </h3>
      <div className="mt-4 grid gap-6 lg:grid-cols-3">
        {texts.map((artifact) => (
          <TextPart
            key={artifact.id}
            label={TEXTS[artifact.id] ?? artifact.id}
            artifact={artifact}
            onOpen={onOpen}
          />
        ))}
        {sounds.map((sound) => (
          <div key={sound.id} className="min-w-0">
            <h4 className="text-sm font-medium">{sound.id}</h4>
            {/* biome-ignore lint/a11y/useMediaCaption: music without words */}
            <audio
              controls
              preload="none"
              src={contentUrl(sound)}
              onError={(event) => reloadMedia(event.currentTarget)}
              aria-label={sound.id}
              className="mt-2 h-10 w-full"
            />
            <Lineage artifact={sound} onOpen={onOpen} />
          </div>
        ))}
      </div>
    </section>
  );
}
