"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { CreatedVideoView } from "../../../lib/api/contract/videos";
import { fetchJson } from "./api";
import { type FormErrors, NO_ERRORS, toFormErrors } from "./field-errors";
import { newKey } from "./new-key";
import { keys } from "./queries";
import { SubmissionKeys } from "./submission";

interface CreateVideoBody {
  inputs: Record<string, unknown>;
  maxCostMicros?: number;
}

/** Submits once per intention, then opens the video. `known`: the field names that the form shows errors at. */
export function useCreateVideo(known: ReadonlySet<string>) {
  const router = useRouter();
  const client = useQueryClient();
  const [errors, setErrors] = useState<FormErrors>(NO_ERRORS);
  const [pending, setPending] = useState(false);
  const keysOfSubmission = useRef<SubmissionKeys>(null);
  const inFlight = useRef(false);

  async function submit(body: CreateVideoBody): Promise<FormErrors> {
    // State is a render late for a double click; the ref is not.
    if (inFlight.current) return NO_ERRORS;
    inFlight.current = true;
    setPending(true);
    setErrors(NO_ERRORS);
    keysOfSubmission.current ??= new SubmissionKeys(newKey);
    const text = JSON.stringify(body);
    try {
      const created = await fetchJson<CreatedVideoView>("/api/v1/videos", {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "idempotency-key": keysOfSubmission.current.keyFor(text),
        },
        body: text,
      });
      keysOfSubmission.current.settle(null);
      void client.invalidateQueries({ queryKey: keys.videos });
      router.push(`/videos/${encodeURIComponent(created.id)}`);
      return NO_ERRORS;
    } catch (error) {
      keysOfSubmission.current.settle(error);
      const found = toFormErrors(error, known);
      setErrors(found);
      setPending(false);
      inFlight.current = false;
      return found;
    }
  }

  return { submit, pending, errors, clearError: (name: string) => setErrors((old) => without(old, name)) };
}

function without(errors: FormErrors, name: string): FormErrors {
  if (!(name in errors.fields)) return errors;
  const { [name]: _gone, ...fields } = errors.fields;
  return { ...errors, fields };
}
