"use client";

import { useState } from "react";
import type { CatalogView } from "../../../../lib/api/contract/videos";
import type { VideoInputs } from "../../../../lib/core/graph/inputs";
import { visualsOf } from "../../../../lib/core/graph/narrated-video";
import { draftValue, type EditDraft } from "../../_lib/edit-draft";
import { plural } from "../../_lib/format";
import { replacedArtifacts } from "../../_lib/replaced-artifacts";
import { ChevronIcon } from "../ui/icons";
import { TextOverride } from "./text-override";
import { ToggleOverride } from "./toggle-override";

type Override = CatalogView["overrides"][number];

interface SegmentFieldsProps {
  catalog: CatalogView;
  draft: EditDraft;
  /** As edited: they say what the segment shows. */
  inputs: VideoInputs;
  segment: number;
  errors: Readonly<Record<string, string>>;
  /** Where an artifact's present content is read; null when it is not there. */
  contentOf: (artifact: string) => { url: string; version: string } | null;
  onChange: (name: string, value: unknown) => void;
}

/** The concrete names of an override in a segment: one, or one per image. */
function namesOf(override: Override, segment: number, images: number): string[] {
  const { name, indices } = override;
  if (!indices.includes("image")) return [`${name}[${segment}]`];
  return Array.from({ length: images }, (_, image) => `${name}[${segment}][${image}]`);
}

const VISUALS = {
  images: "Pictures",
  "text-to-video": "A clip",
  "image-to-video": "A clip from an image",
} as const;

/** Everything that can be set for one segment, made from the catalogue's overrides. */
export function SegmentFields(props: SegmentFieldsProps) {
  const { catalog, draft, inputs, segment, errors } = props;
  const [isOpen, setIsOpen] = useState(false);
  const named = catalog.overrides.flatMap((override) =>
    namesOf(override, segment, inputs.ImagesPerSegment).map((name) => ({ override, name })),
  );
  const edited = named.filter(({ name }) => Object.hasOwn(draft.patch, name)).length;
  const own = named.filter(({ name }) => draftValue(draft, name) !== undefined).length;
  const hasError = named.some(({ name }) => errors[name]);
  const usesVideo = visualsOf(inputs, segment) !== "images";
  const shown = named.filter(({ override, name }) =>
    override.kind === "toggle"
      ? override.name === "UseVideo" || usesVideo
      : replacedArtifacts(override.name, inputs, name).length > 0,
  );
  return (
    <details
      data-testid="segment-fields"
      className="group border-t border-line first:border-t-0"
      open={isOpen || hasError}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary className="flex min-h-13 list-none items-center gap-3 px-5 text-sm font-medium hover:bg-raised/60">
        <ChevronIcon className="shrink-0 text-ink-3 transition-transform group-open:rotate-180" />
        <span className="whitespace-nowrap">Segment {segment + 1}</span>
        <span className="min-w-0 font-normal text-ink-3">
          {VISUALS[visualsOf(inputs, segment)]}
          {own > 0 && ` · ${plural(own, "setting")} of its own`}
        </span>
        {edited > 0 && (
          <span className="ml-auto rounded-full whitespace-nowrap bg-accent/15 px-2 py-0.5 text-xs text-accent-ink">
            {edited} edited
          </span>
        )}
      </summary>
      {(isOpen || hasError) && (
        <div className="grid gap-x-7 gap-y-6 px-5 pt-2 pb-6 sm:grid-cols-2">
          {shown.map(({ override, name }) =>
            override.kind === "toggle" ? (
              <ToggleOverride key={name} {...props} override={override} name={name} />
            ) : (
              <TextOverride key={name} {...props} override={override} name={name} />
            ),
          )}
        </div>
      )}
    </details>
  );
}
