"use client";

import { useState } from "react";
import type { CatalogView } from "../../../../lib/api/contract/videos";
import { expandGraph } from "../../../../lib/core/graph/expand";
import { requireInputs } from "../../../../lib/core/graph/inputs";
import { narratedVideo } from "../../../../lib/core/graph/narrated-video";
import { isUsable } from "../../../../lib/core/plan/dirtiness";
import { artifactContentUrl } from "../../_lib/api";
import { editValue } from "../../_lib/edit-draft";
import { fieldOfPointer } from "../../_lib/field-errors";
import { partStates } from "../../_lib/part-state";
import type { EditSession } from "../../_lib/use-edit";
import { ConflictNotice } from "./conflict-notice";
import { EditSummary } from "./edit-summary";
import { FilmFields } from "./film-fields";
import { GraphLegend } from "./graph-legend";
import { PartPanel } from "./part-panel";
import { PlanGraph } from "./plan-graph";
import { PriceBar } from "./price-bar";
import { SegmentFields } from "./segment-fields";

/** Errors by field: of the plan as it is typed, then of the server. */
function fieldErrors({ pricing, errors }: EditSession): Record<string, string> {
  const ofPlan = pricing && !pricing.ok ? pricing.errors : [];
  const found: Record<string, string> = { ...errors.fields };
  for (const { pointer, message } of ofPlan) {
    const field = pointer.startsWith("/inputs/") ? fieldOfPointer(pointer) : null;
    if (field) found[field] ??= message;
  }
  return found;
}

/** The graph of the edit; while a field is wrong, of what is saved. */
function GraphPanel({ session }: { session: EditSession }) {
  const { pricing, dirty, planner, draft, update } = session;
  const [selected, setSelected] = useState<string | null>(null);
  if (!pricing?.ok) {
    const graph = expandGraph({ blueprint: narratedVideo, inputs: requireInputs(draft.base.inputs) });
    return <PlanGraph graph={graph} states={new Map()} selected={null} onSelect={() => undefined} />;
  }
  const { graph, plan, inputs } = pricing;
  const head = planner?.head ?? null;
  const states = partStates({
    jobs: graph.jobs,
    plan,
    dirty: dirty ?? plan,
    head,
    pins: draft.selection.pins,
  });
  const job = graph.jobs.find(({ jobId }) => jobId === selected);
  return (
    <>
      <PlanGraph graph={graph} states={states} selected={selected} onSelect={setSelected} />
      <div className="border-t border-line px-5 py-3">
        <GraphLegend states={states} />
      </div>
      {job && planner && (
        <PartPanel
          job={job}
          state={states.get(job.jobId) ?? "up-to-date"}
          explained={{ graph, plan, inputs, head, headInputs: planner.headInputs }}
          selection={draft.selection}
          onSelection={(selection) => update((old) => ({ ...old, selection }))}
        />
      )}
    </>
  );
}

/** Editing a video: its inputs, what an edit does to the graph as it is typed, its price, and the run. */
export function EditWorkbench({
  session,
  catalog,
  isRunActive,
}: {
  session: EditSession;
  catalog: CatalogView;
  isRunActive: boolean;
}) {
  const { draft, pricing, planning, planner, theirs, update } = session;
  const errors = fieldErrors(session);
  const inputs = pricing?.ok ? pricing.inputs : requireInputs(draft.base.inputs);
  const segments = inputs.Duration / inputs.SegmentDuration;
  const change = (name: string, value: unknown) => update((old) => editValue(old, name, value));
  const contentOf = (artifact: string) => {
    const record = planner?.head?.artifacts.get(artifact);
    if (!isUsable(record)) return null;
    const url = artifactContentUrl(
      `/api/v1/videos/${encodeURIComponent(planning.videoId)}/artifacts`,
      artifact,
    );
    return { url, version: record.checksum };
  };
  return (
    <div className="flex flex-col gap-6">
      {theirs && (
        <ConflictNotice
          draft={draft}
          theirs={theirs}
          onTakeTheirs={session.takeTheirs}
          onReapply={session.reapply}
        />
      )}
      <section aria-labelledby="edit-graph-title" className="panel min-w-0 overflow-hidden">
        <h3 id="edit-graph-title" className="sr-only">
          What the edit does
        </h3>
        <GraphPanel session={session} />
      </section>
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <section aria-labelledby="edit-film-title" className="panel min-w-0">
            <h3 id="edit-film-title" className="border-b border-line px-5 py-4 text-sm font-semibold">
              The whole film
            </h3>
            <FilmFields catalog={catalog} draft={draft} errors={errors} onChange={change} />
          </section>
          <section aria-labelledby="edit-segments-title" className="panel min-w-0 overflow-hidden">
            <h3 id="edit-segments-title" className="border-b border-line px-5 py-4 text-sm font-semibold">
              Single segments
            </h3>
            {Array.from({ length: segments }, (_, segment) => (
              <SegmentFields
                // biome-ignore lint/suspicious/noArrayIndexKey: the index is the segment's number
                key={segment}
                catalog={catalog}
                draft={draft}
                inputs={inputs}
                segment={segment}
                errors={errors}
                contentOf={contentOf}
                onChange={change}
              />
            ))}
          </section>
        </div>
        <div className="lg:sticky lg:top-20">
          <EditSummary session={session} segments={segments} isRunActive={isRunActive} />
        </div>
      </div>
      <PriceBar pricing={pricing} />
    </div>
  );
}
