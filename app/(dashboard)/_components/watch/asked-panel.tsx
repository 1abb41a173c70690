"use client";

import { useId } from "react";
import type { CatalogView, VideoDetailView } from "../../../../lib/api/contract/videos";
import { formatSeconds } from "../../_lib/format";
import { findInput, isNamed } from "../../_lib/input-values";
import { inputLabel } from "../../_lib/labels";
import { useCatalog } from "../../_lib/queries";

const isSeconds = (name: string) => name === "Duration" || name === "SegmentDuration";

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** A value as its option is called, else as it is. */
function show(catalog: CatalogView | undefined, name: string, value: unknown): string {
  const option = findInput(catalog, name)?.options?.find((each) => each.value === value);
  if (option) return option.label;
  const listed = [...(catalog?.voices ?? []), ...(catalog?.styles ?? []), ...(catalog?.languages ?? [])];
  if (typeof value === "number" && isSeconds(name)) return formatSeconds(value);
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return listed.find((each) => isNamed(each, value))?.label ?? capitalised(String(value));
}

/** What the video was asked to be: its inputs, the prompt apart (it is in the header). */
export function AskedPanel({ video }: { video: VideoDetailView }) {
  const catalog = useCatalog().data;
  const titleId = useId();
  const shown = Object.entries(video.inputs).filter(
    ([name, value]) =>
      name !== "InquiryPrompt" &&
      value !== "" &&
      value !== null &&
      value !== false &&
      typeof value !== "object",
  );
  if (shown.length === 0) return null;
  // The catalogue's order is the one of the form; overrides of single segments follow.
  const place = (name: string) => {
    const index = catalog?.inputs.findIndex((input) => input.name === name) ?? -1;
    return index < 0 ? Number.MAX_SAFE_INTEGER : index;
  };
  shown.sort(([a], [b]) => place(a) - place(b) || a.localeCompare(b));
  return (
    <section aria-labelledby={titleId} className="panel px-6 py-5">
      <h2 id={titleId} className="text-sm font-semibold">
        As asked for
      </h2>
      <dl className="mt-3 flex flex-col gap-2 text-sm">
        {shown.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-4">
            <dt className="text-ink-3">{inputLabel(name)}</dt>
            <dd className="min-w-0 truncate text-right" title={String(value)}>
              {show(catalog, name, value)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
