"use client";

import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";

interface Tab {
  id: string;
  label: string;
  content: ReactNode;
  /** Stays as it was left once it has been opened: something is written there. */
  isKept?: boolean;
}

/** Tabs by the ARIA pattern: arrow keys, Home and End move; a panel is mounted when it is shown. */
export function Tabs({
  label,
  tabs,
  active,
  onActive,
}: {
  label: string;
  tabs: readonly Tab[];
  /** The shown tab's id. */
  active: string;
  onActive: (id: string) => void;
}) {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set([active]));
  if (!opened.has(active)) setOpened(new Set([...opened, active]));

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
    onActive(tab.id);
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
        {tabs.map(({ id, label: name }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${base}-${id}`}
            data-tab={id}
            aria-selected={id === active}
            aria-controls={`${base}-${id}-panel`}
            tabIndex={id === active ? 0 : -1}
            onClick={() => onActive(id)}
            className="-mb-px border-b-2 border-transparent py-3 text-sm font-medium text-ink-3 hover:text-ink aria-selected:border-accent aria-selected:text-ink"
          >
            {name}
          </button>
        ))}
      </div>
      {tabs.map(({ id, content, isKept }) => (
        <div
          key={id}
          role="tabpanel"
          id={`${base}-${id}-panel`}
          aria-labelledby={`${base}-${id}`}
          hidden={id !== active}
          className="pt-6"
        >
          {(id === active || (isKept && opened.has(id))) && content}
        </div>
      ))}
    </div>
  );
}
