"use client";

import { useState } from "react";
import { Button } from "../ui/button";
import { CopyIcon } from "../ui/icons";

/** One prefix holds the whole video; this says which. */
export function FilesHint({ videoId }: { videoId: string }) {
  const prefix = `videos/${videoId}/`;
  const [copied, setCopied] = useState(false);
  async function copy() {
    // The clipboard is there on secure origins only; the text can be selected anywhere.
    await navigator.clipboard?.writeText(prefix).then(() => setCopied(true));
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 px-1 text-sm text-ink-2">
      <p className="min-w-0">
        Every file of this video lies under <code className="font-mono break-all text-ink">{prefix}</code> in
        the object store. Copy that prefix and you have the video.
      </p>
      <Button onClick={() => void copy()}>
        <CopyIcon /> <span aria-live="polite">{copied ? "Copied" : "Copy prefix"}</span>
      </Button>
    </div>
  );
}
