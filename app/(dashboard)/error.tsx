"use client";

import { Button } from "./_components/ui/button";

export default function DashboardError({ reset }: { error: Error; reset: () => void }) {
  return (
    <div role="alert" className="mx-auto max-w-lg py-24 text-center">
      <h1 className="font-display text-4xl">This page tripped over itself</h1>
      <p className="mt-3 text-ink-2">
        Your videos are safe: they live on the server. Try again; if it stays like this, reload the page.
      </p>
      <Button className="mt-6" onClick={reset}>
        Try again
      </Button>
    </div>
  );
}
