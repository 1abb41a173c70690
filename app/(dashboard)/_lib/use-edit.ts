"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import type { PlanningView } from "../../../lib/api/contract/planning";
import type { EditedInputsView, PlanView } from "../../../lib/api/contract/regeneration";
import { expandGraph } from "../../../lib/core/graph/expand";
import { narratedVideo } from "../../../lib/core/graph/narrated-video";
import type { Plan } from "../../../lib/core/plan/types";
import { ApiProblem, fetchJson } from "./api";
import {
  ALL_THAT_CHANGED,
  type EditBase,
  type EditDraft,
  fullPatch,
  isEdited,
  rebase,
  requestOf,
  startDraft,
} from "./edit-draft";
import { type FormErrors, NO_ERRORS, toFormErrors } from "./field-errors";
import { applyPatch, openPlanner, type Planner, type Pricing } from "./planner";
import { keys, refreshVideo } from "./queries";
import { RunStarter } from "./start-run";

/** Of the notice that shows both versions of an edit that somebody else was faster with. */
export const CONFLICT_ID = "edit-conflict";

export interface EditSession {
  planning: PlanningView;
  /** Null: the server prices, because this page is of another version. */
  planner: Planner | null;
  draft: EditDraft;
  update(change: (draft: EditDraft) => EditDraft): void;
  /** Of the draft with its selection; null while the server is asked. */
  pricing: Pricing | null;
  /** The same edit without a selection: what is out of date. */
  dirty: Plan | null;
  /** Inputs that somebody else has saved since the edit began. */
  theirs: EditBase | null;
  takeTheirs(): void;
  reapply(): void;
  discard(): void;
  /** While there are inputs of somebody else's, leads to the choice between the two instead. */
  save(): Promise<boolean>;
  /** Saves what is not saved, then starts a run of the selection that may cost no more than the price shown. */
  make(): Promise<void>;
  pending: "saving" | "starting" | null;
  errors: FormErrors;
  /** What the last action came to, for people. */
  notice: string | null;
}

/** An edit of a video from the first keystroke to the run: priced as it is typed, saved against the version it is of. */
export function useEdit(options: {
  videoId: string;
  planning: PlanningView;
  start?: Pick<EditDraft, "patch" | "selection">;
  onStarted?: (runId: string) => void;
}): EditSession {
  const { videoId, planning, onStarted } = options;
  const client = useQueryClient();
  const saved = baseOf(planning);
  const [held, setHeld] = useState<EditDraft>(() => ({ ...startDraft(saved), ...options.start }));
  const [refused, setRefused] = useState<EditBase | null>(null);
  const [pending, setPending] = useState<EditSession["pending"]>(null);
  const [errors, setErrors] = useState<FormErrors>(NO_ERRORS);
  const [notice, setNotice] = useState<string | null>(null);
  const starter = useRef<RunStarter>(null);
  const inFlight = useRef(false);

  // Without an edit of one's own there is nothing to conflict with: the newest version is the base.
  const isBehind = saved.inputRevision > held.base.inputRevision;
  const draft = isBehind && !isEdited(held) ? rebase(held, saved) : held;
  // What the page has asked for may be older than what a save was answered with.
  const newest = newestOf(saved, draft.base, ...(refused ? [refused] : []));
  const theirs = newest.inputRevision > draft.base.inputRevision ? newest : null;

  const planner = useMemo(() => openPlanner(planning), [planning]);
  const asked = useDeferredValue(draft);
  const local = useMemo(() => planner && priceOf(planner, asked), [planner, asked]);
  const remote = useServerPrice(videoId, asked, planner === null);
  const dirty = useMemo(() => {
    if (planner === null) return null;
    const result = priceOf(planner, { ...asked, selection: ALL_THAT_CHANGED });
    return result.ok ? result.plan : null;
  }, [planner, asked]);

  function update(change: (draft: EditDraft) => EditDraft) {
    setHeld(change(draft));
    setErrors(NO_ERRORS);
    setNotice(null);
  }

  /** One action at a time: a second click on a button comes before the page has drawn it disabled. */
  async function act<T>(name: "saving" | "starting", work: () => Promise<T>): Promise<T | null> {
    if (inFlight.current) return null;
    inFlight.current = true;
    setPending(name);
    setErrors(NO_ERRORS);
    setNotice(null);
    try {
      return await work();
    } catch (error) {
      const current = currentOf(error);
      if (current) {
        setRefused(current);
        void refreshVideo(client, videoId);
      } else
        setErrors(
          toFormErrors(error, new Set([...Object.keys(draft.base.inputs), ...Object.keys(draft.patch)])),
        );
      return null;
    } finally {
      inFlight.current = false;
      setPending(null);
    }
  }

  async function send(): Promise<void> {
    const edited = await fetchJson<EditedInputsView>(`/api/v1/videos/${encodeURIComponent(videoId)}/inputs`, {
      method: "PATCH",
      headers: {
        "content-type": "application/merge-patch+json",
        "if-match": `"${draft.base.inputRevision}"`,
      },
      body: JSON.stringify(fullPatch(draft)),
    });
    const { inputs, inputRevision } = edited;
    setHeld({ ...draft, base: { inputs, inputRevision }, patch: {} });
  }

  async function startRun(): Promise<string | null> {
    const now = planner ? priceOf(planner, draft) : remote;
    const maxCostMicros = now?.ok ? now.plan.quote.costMicros : undefined;
    starter.current ??= new RunStarter(videoId);
    return await starter.current.start({ ...requestOf(draft.selection), maxCostMicros });
  }

  return {
    planning,
    planner,
    draft,
    update,
    pricing: planner ? local : remote,
    dirty,
    theirs,
    takeTheirs() {
      setHeld({ ...startDraft(newest), selection: draft.selection });
      setNotice("Your edit is put aside; these are their inputs.");
    },
    reapply() {
      setHeld(rebase(draft, newest));
      setNotice("Your edit stands over their version now. Nothing is saved yet.");
    },
    discard() {
      setHeld(startDraft(newest));
      setErrors(NO_ERRORS);
      setNotice(null);
    },
    async save() {
      if (theirs !== null) {
        document.getElementById(CONFLICT_ID)?.focus();
        return false;
      }
      const done = await act("saving", async () => {
        await send();
        await refreshVideo(client, videoId);
        setNotice("Saved.");
        return true;
      });
      return done === true;
    },
    async make() {
      await act("starting", async () => {
        if (isEdited(draft)) await send();
        try {
          const runId = await startRun();
          setHeld((old) => ({ ...old, selection: ALL_THAT_CHANGED }));
          if (runId === null) setNotice("There was nothing to make.");
          else onStarted?.(runId);
        } finally {
          void client.invalidateQueries({ queryKey: keys.videos });
          await refreshVideo(client, videoId);
        }
      });
    },
    pending,
    errors,
    notice,
  };
}

function newestOf(first: EditBase, ...others: EditBase[]): EditBase {
  return others.reduce((best, other) => (other.inputRevision > best.inputRevision ? other : best), first);
}

function baseOf({ inputs, inputRevision }: PlanningView): EditBase {
  return { inputs, inputRevision };
}

function priceOf(planner: Planner, draft: EditDraft): Pricing {
  return planner.price({
    inputs: draft.base.inputs,
    patch: fullPatch(draft),
    options: requestOf(draft.selection),
  });
}

/** The server's price, where the page cannot compute it. */
function useServerPrice(videoId: string, draft: EditDraft, isWanted: boolean): Pricing | null {
  const patch = fullPatch(draft);
  const body = JSON.stringify({ videoId, inputs: patch, ...requestOf(draft.selection) });
  const edited = applyPatch(draft.base.inputs, patch);
  const quoted = useQuery({
    queryKey: [...keys.planning(videoId), "quote", body],
    enabled: isWanted && edited.ok,
    queryFn: ({ signal }) =>
      fetchJson<PlanView>("/api/v1/quotes", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        signal,
      }),
  });
  if (!edited.ok) return edited;
  if (quoted.error instanceof ApiProblem) {
    const { errors = [], detail } = quoted.error.problem;
    return { ok: false, errors: errors.length > 0 ? errors : [{ pointer: "", message: detail }] };
  }
  if (quoted.data === undefined) return null;
  const { inputs } = edited;
  const graph = expandGraph({ blueprint: narratedVideo, inputs });
  return { ok: true, inputs, graph, plan: quoted.data as unknown as Plan };
}

/** Of a 412: what is saved now. */
function currentOf(error: unknown): EditBase | null {
  if (!(error instanceof ApiProblem) || error.problem.code !== "precondition-failed") return null;
  const { current } = error.problem as { current?: unknown };
  if (typeof current !== "object" || current === null) return null;
  const { inputs, inputRevision } = current as Partial<EditBase>;
  return typeof inputRevision === "number" && inputs ? { inputs, inputRevision } : null;
}
