"use client";

import { useRef, useState } from "react";
import { NO_ERRORS, toFormErrors } from "./field-errors";

/** One action at a time, with what it came to: a second click comes before the page has drawn the button disabled. */
export function useAction(): {
  pending: boolean;
  /** For people; null when all is well. */
  error: string | null;
  act(work: () => Promise<void>): Promise<void>;
} {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState(NO_ERRORS.general);
  const inFlight = useRef(false);
  async function act(work: () => Promise<void>) {
    if (inFlight.current) return;
    inFlight.current = true;
    setPending(true);
    setError(null);
    try {
      await work();
    } catch (cause) {
      setError(toFormErrors(cause, new Set()).general);
    } finally {
      inFlight.current = false;
      setPending(false);
    }
  }
  return { pending, error, act };
}
