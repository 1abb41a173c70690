import { Unreachable } from "../../_lib/api";
import { Button } from "./button";
import { AlertIcon } from "./icons";

/** What went wrong, what to do about it, and a button that does it. */
export function ErrorPanel({ what, error, onRetry }: { what: string; error: unknown; onRetry: () => void }) {
  const isUnreachable = error instanceof Unreachable;
  return (
    <div role="alert" className="panel flex flex-col items-center gap-3 px-6 py-10 text-center">
      <AlertIcon className="size-6 text-warn" />
      <h3 className="text-lg font-medium">{what}</h3>
      <p className="max-w-md text-sm text-ink-2">
        {isUnreachable
          ? "The server does not answer. Check that it is running (npx reelgraph serve); this page tries again by itself."
          : error instanceof Error
            ? error.message
            : "The answer could not be read."}
      </p>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  );
}
