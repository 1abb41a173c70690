import { useArtifactText } from "../../_lib/queries";
import { reloadMedia } from "../../_lib/reload-media";

function TextContent({ url, version }: { url: string; version: string | null }) {
  const text = useArtifactText(url, version);
  if (text.isError) return <p className="text-sm text-ink-3">It could not be read.</p>;
  if (text.data === undefined) return <div className="skeleton h-24" />;
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-80 overflow-auto rounded-lg bg-sunken p-4 font-sans text-sm leading-relaxed break-words whitespace-pre-wrap"
    >
      {text.data}
    </pre>
  );
}

/** The bytes of an artifact, as people look at or listen to them. */
export function ContentView({
  url,
  mediaType,
  version,
  label,
}: {
  url: string;
  mediaType: string;
  /** Its checksum. */
  version: string | null;
  /** For those who don't see it. */
  label: string;
}) {
  if (mediaType.startsWith("image/")) {
    return (
      // biome-ignore lint/performance/noImgElement: the artifact itself is the point
      <img src={url} alt={label} className="max-h-[60dvh] w-full rounded-lg bg-sunken object-contain" />
    );
  }
  if (mediaType.startsWith("video/")) {
    return (
      <video
        controls
        muted
        playsInline
        preload="metadata"
        src={url}
        onError={(event) => reloadMedia(event.currentTarget)}
        aria-label={label}
        className="aspect-video w-full rounded-lg bg-black"
      />
    );
  }
  if (mediaType.startsWith("audio/")) {
    return (
      // biome-ignore lint/a11y/useMediaCaption: its words are an artifact beside it
      <audio
        controls
        preload="none"
        src={url}
        onError={(event) => reloadMedia(event.currentTarget)}
        aria-label={label}
        className="h-10 w-full"
      />
    );
  }
  return <TextContent url={url} version={version} />;
}
