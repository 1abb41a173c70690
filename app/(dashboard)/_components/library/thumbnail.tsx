"use client";

import { useState } from "react";
import { ReelIcon } from "../ui/icons";

/** The picture of a video, or a quiet card in its place while there is none (or it fails to load). */
export function Thumbnail({ url, seed }: { url: string | null; seed: string }) {
  const [failedUrl, setFailedUrl] = useState<string | null>(null);
  if (url && url !== failedUrl) {
    return (
      // biome-ignore lint/performance/noImgElement: pictures come from the API as they are; an optimiser would copy them
      <img
        src={url}
        alt=""
        loading="lazy"
        decoding="async"
        onError={() => setFailedUrl(url)}
        className="size-full object-cover transition-transform duration-700 group-hover:scale-[1.03]"
      />
    );
  }
  let turn = 0;
  for (const char of seed) turn = (turn * 31 + (char.codePointAt(0) ?? 0)) % 360;
  return (
    <div
      className="flex size-full items-center justify-center text-ink-3"
      style={{
        background: `radial-gradient(80% 120% at 30% 10%, oklch(0.5 0.06 ${turn} / 0.45), transparent 70%)`,
      }}
    >
      <ReelIcon className="size-8 opacity-60" />
    </div>
  );
}
