"use client";

import { type ReactNode, useEffect, useId, useRef } from "react";
import { CloseIcon } from "./icons";

/** A modal window of the browser's own: it keeps the focus inside, gives it back, and closes with Escape. */
export function Dialog({
  title,
  aside,
  children,
  onClose,
}: {
  title: string;
  /** Under the title, small. */
  aside?: ReactNode;
  children: ReactNode;
  onClose: () => void;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    // Leaving the page's tree takes it off the screen; a second run of this effect finds it open.
    if (ref.current?.open === false) ref.current.showModal();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the window closes it as Escape does
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      data-testid="dialog"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === ref.current) ref.current.close();
      }}
      className="panel m-auto max-h-[92dvh] w-[min(64rem,calc(100vw-1.5rem))] overflow-y-auto bg-surface p-0 text-ink shadow-panel backdrop:bg-black/60 backdrop:backdrop-blur-xs"
    >
      <header className="sticky top-0 z-10 flex items-start justify-between gap-4 border-b border-line bg-surface px-5 py-4 sm:px-6">
        <div className="min-w-0">
          <h2 id={titleId} className="text-lg font-semibold">
            {title}
          </h2>
          {aside}
        </div>
        <button
          type="button"
          aria-label="Close"
          onClick={() => ref.current?.close()}
          className="-mr-2 grid size-10 shrink-0 place-items-center rounded-full text-ink-2 hover:bg-raised hover:text-ink"
        >
          <CloseIcon />
        </button>
      </header>
      <div className="p-5 sm:p-6">{children}</div>
    </dialog>
  );
}
