import type { EventView } from "../../../../lib/api/contract/runs";
import { ChevronIcon } from "../ui/icons";

const SHOWN = 300;

/** The data of an event in one line; nested values as JSON. */
function describeData(data: EventView["data"]): string {
  return Object.entries(data)
    .map(([key, value]) => `${key}=${typeof value === "object" ? JSON.stringify(value) : String(value)}`)
    .join(" ");
}

export function EventLog({ events }: { events: readonly EventView[] }) {
  const newest = events.slice(-SHOWN).reverse();
  return (
    <details className="group panel">
      <summary className="flex min-h-12 list-none items-center gap-2 rounded-2xl px-5 text-sm font-medium text-ink-2 hover:text-ink">
        <ChevronIcon className="transition-transform group-open:rotate-180" />
        Event log
        <span className="rounded-full bg-raised px-2 py-0.5 text-xs tabular-nums">{events.length}</span>
      </summary>
      <ol
        aria-label="Events, newest first"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto border-t border-line px-5 py-3 font-mono text-xs leading-6"
      >
        {newest.map((event) => (
          <li key={event.seq} className="flex gap-3 whitespace-nowrap">
            <span className="w-10 shrink-0 text-right text-ink-3 tabular-nums">{event.seq}</span>
            <time dateTime={event.at} className="text-ink-3 tabular-nums">
              {event.at.slice(11, 23)}
            </time>
            <span className="w-40 shrink-0">{event.type}</span>
            <span className="text-ink-3">{describeData(event.data)}</span>
          </li>
        ))}
        {newest.length === 0 && <li className="font-sans text-ink-3">No events yet.</li>}
      </ol>
    </details>
  );
}
