import { Button, buttonClass } from "../ui/button";

export function EmptyLibrary({ filter, onShowAll }: { filter: string | null; onShowAll: () => void }) {
  if (filter) {
    return (
      <div className="panel px-6 py-14 text-center">
        <p className="text-ink-2">No video is “{filter}” right now.</p>
        <Button className="mt-4" onClick={onShowAll}>
          Show all videos
        </Button>
      </div>
    );
  }
  return (
    <div data-testid="empty-library" className="panel relative overflow-hidden px-6 py-16 text-center">
      <svg viewBox="0 0 240 64" className="mx-auto mb-6 w-60 text-line-strong" fill="none" aria-hidden="true">
        <path d="M0 6H240M0 58H240" stroke="currentColor" strokeDasharray="6 6" strokeWidth="5" />
        {[4, 64, 124, 184].map((x) => (
          <rect key={x} x={x} y="15" width="52" height="34" rx="4" stroke="currentColor" strokeWidth="1.5" />
        ))}
        <path d="M85 25v14l12-7Z" className="fill-accent" />
      </svg>
      <h3 className="font-display text-3xl">The screening room is empty</h3>
      <p className="mx-auto mt-3 max-w-md text-ink-2">
        Ask your first question above, and watch every step of the film being made.
      </p>
      <a href="#InquiryPrompt" className={`${buttonClass("quiet")} mt-6`}>
        Write a prompt
      </a>
    </div>
  );
}
