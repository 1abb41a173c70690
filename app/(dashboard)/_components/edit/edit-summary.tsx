import { dirtyGroups } from "../../_lib/dirty-groups";
import { isEdited } from "../../_lib/edit-draft";
import { plural } from "../../_lib/format";
import type { Planner } from "../../_lib/planner";
import type { EditSession } from "../../_lib/use-edit";
import { Button } from "../ui/button";
import { AlertIcon, ReelIcon } from "../ui/icons";
import { ChangeList } from "./change-list";
import { PriceTag } from "./price-tag";
import { SelectionFields } from "./selection-fields";
import { WhyList } from "./why-list";

/** What belongs to no field: a selector, a pin, or what the server had to say. */
function looseErrors(session: EditSession): string[] {
  const { pricing, errors } = session;
  const ofPlan = pricing && !pricing.ok ? pricing.errors : [];
  const loose = ofPlan.filter(({ pointer }) => !pointer.startsWith("/inputs/")).map(({ message }) => message);
  return errors.general ? [...loose, errors.general] : loose;
}

function Explanation({ session, planner }: { session: EditSession; planner: Planner }) {
  const { pricing } = session;
  if (!pricing?.ok) return null;
  const { head, headInputs } = planner;
  return <WhyList groups={dirtyGroups({ ...pricing, head, headInputs })} />;
}

function Price({ session }: { session: EditSession }) {
  const { pricing, draft } = session;
  if (pricing === null)
    return <div className="skeleton h-16" role="status" aria-label="The price is computed" />;
  if (!pricing.ok) return <p className="text-sm text-ink-2">There is a price once the fields are right.</p>;
  const { plan, graph } = pricing;
  if (plan.jobs > 0) return <PriceTag plan={plan} total={graph.jobs.length} />;
  return (
    <p
      data-testid="edit-price"
      data-queue-hash={plan.queueHash}
      data-cost-micros={0}
      data-expected-micros={0}
      data-jobs={0}
      className="text-sm"
    >
      <strong className="font-semibold">Nothing to buy.</strong>{" "}
      <span className="text-ink-2">
        {isEdited(draft)
          ? "No part of the film depends on this edit, or it is what the film was made from."
          : "Every part of the film is made from what its inputs say."}
      </span>
    </p>
  );
}

function makeLabel(session: EditSession): string {
  const { pricing, draft, pending } = session;
  if (pending === "starting") return "Starting…";
  if (!pricing?.ok) return "Save and make";
  const { jobs } = pricing.plan;
  if (jobs === 0) return "Nothing to make";
  return isEdited(draft) ? `Save and make ${plural(jobs, "part")}` : `Make ${plural(jobs, "part")}`;
}

/** The edit as a whole: what changes, what that costs and why, and the buttons that do it. */
export function EditSummary({
  session,
  segments,
  isRunActive,
}: {
  session: EditSession;
  /** How many the film has. */
  segments: number;
  isRunActive: boolean;
}) {
  const { draft, pricing, planner, pending, theirs, notice, update } = session;
  const edited = isEdited(draft);
  const isRight = pricing?.ok === true;
  const jobs = pricing?.ok ? pricing.plan.jobs : 0;
  const problems = looseErrors(session);
  return (
    <section
      id="edit-summary"
      aria-labelledby="edit-summary-title"
      data-testid="edit-summary"
      className="panel flex flex-col gap-5 p-5 shadow-panel"
    >
      <h3 id="edit-summary-title" className="font-semibold">
        {edited ? "This edit" : "As it is now"}
      </h3>
      <ChangeList draft={draft} onDraft={update} />
      <SelectionFields
        selection={draft.selection}
        segments={segments}
        onSelection={(selection) => update((old) => ({ ...old, selection }))}
      />
      <div aria-live="polite" className="flex flex-col gap-4 border-t border-line pt-5">
        <Price session={session} />
        {planner && <Explanation session={session} planner={planner} />}
      </div>
      {problems.length > 0 && (
        <div role="alert" data-testid="edit-error" className="flex flex-col gap-1.5 text-sm text-bad">
          {problems.map((problem) => (
            <p key={problem} className="flex gap-2">
              <AlertIcon className="mt-0.5 shrink-0" /> {problem}
            </p>
          ))}
        </div>
      )}
      <div className="flex flex-col gap-2">
        <Button
          look="primary"
          data-testid="edit-make"
          className="min-h-11 w-full"
          disabled={!isRight || theirs !== null || jobs === 0 || isRunActive || pending !== null}
          onClick={() => void session.make()}
        >
          {pending === "starting" && <ReelIcon className="animate-reel" />}
          {makeLabel(session)}
        </Button>
        <div className="flex gap-2">
          <Button
            data-testid="edit-save"
            className="min-w-0 grow"
            disabled={!isRight || !edited || pending !== null}
            onClick={() => void session.save()}
          >
            {pending === "saving" ? "Saving…" : "Save only"}
          </Button>
          <Button look="ghost" disabled={!edited || pending !== null} onClick={session.discard}>
            Discard
          </Button>
        </div>
        <p role="status" data-testid="edit-notice" className="min-h-5 text-xs text-ink-3">
          {notice ??
            (isRunActive
              ? "A run is at work with the inputs it began with. You can save; making starts when it has ended."
              : jobs > 0
                ? "The run is refused rather than cost more than this."
                : "")}
        </p>
      </div>
    </section>
  );
}
