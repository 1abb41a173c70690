"use client";

import { useEffect, useState } from "react";

/** The wall clock, once a second while `ticking`. Null before the page runs: the server's clock is not the person's. */
export function useNow(ticking: boolean, everyMs = 1000): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    setNow(Date.now());
    if (!ticking) return;
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [ticking, everyMs]);
  return now;
}
