"use client";

import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";

interface Tab {
  id: string;
  label: string;
  content: ReactNode;
}

/** Tabs by the ARIA pattern: arrow keys, Home and End move; only the shown panel is mounted. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const base = useId();
  const [active, setActive] = useState(tabs[0]?.id ?? "");
  const list = useRef<HTMLDivElement>(null);
  const shown = tabs.find((tab) => tab.id === active) ?? tabs[0];

  function onKeyDown(event: KeyboardEvent) {
    const index = tabs.findIndex((tab) => tab.id === active);
    const steps: Record<string, number> = {
      ArrowRight: (index + 1) % tabs.length,
      ArrowLeft: (index - 1 + tabs.length) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    };
    const next = steps[event.key];
    const tab = next === undefined ? undefined : tabs[next];
    if (next === undefined || !tab) return;
    event.preventDefault();
    setActive(tab.id);
    list.current?.querySelectorAll<HTMLButtonElement>("[role=tab]")[next]?.focus();
  }

  return (
    <div>
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        onKeyDown={onKeyDown}
        className="flex gap-6 border-b border-line"
      >
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${base}-${tab.id}`}
            aria-selected={tab === shown}
            aria-controls={`${base}-${tab.id}-panel`}
            tabIndex={tab === shown ? 0 : -1}
            onClick={() => setActive(tab.id)}
            className="-mb-px border-b-2 border-transparent py-3 text-sm font-medium text-ink-3 hover:text-ink aria-selected:border-accent aria-selected:text-ink"
          >
            {tab.label}
          </button>
        ))}
      </div>
      {shown && (
        <div
          role="tabpanel"
          id={`${base}-${shown.id}-panel`}
          aria-labelledby={`${base}-${shown.id}`}
          className="pt-6"
        >
          {shown.content}
        </div>
      )}
    </div>
  );
}
