"use client";

import { useIsReachable } from "../../_lib/connection";
import { AlertIcon } from "./icons";

/** Says that the server is gone; queries keep asking, so it goes away by itself. */
export function OfflineBanner() {
  const reachable = useIsReachable();
  return (
    <div role="status" aria-live="polite" className="sticky top-16 z-30">
      {!reachable && (
        <p className="flex items-center justify-center gap-2 border-y border-warn/40 bg-surface px-4 py-2.5 text-center text-sm text-warn">
          <AlertIcon className="shrink-0" />
          The Reelgraph server does not answer. What is on this page may be old; it catches up as soon as the
          server is back.
        </p>
      )}
    </div>
  );
}
