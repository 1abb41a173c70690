import { OVERRIDE_TABLE } from "../../../lib/core/graph/input-table";
import { parseConcrete } from "../../../lib/core/graph/notation";
import type { PlanOptions } from "../../../lib/core/plan/types";
import type { InputValues } from "./input-values";

/** The inputs a person edits, and their version: the `If-Match` of the edit. */
export interface EditBase {
  inputs: InputValues;
  inputRevision: number;
}

/** What is to be made again. */
export interface Selection {
  what: "changed" | "segments" | "everything";
  /** Of `segments`, counted from 0. */
  segments: readonly number[];
  /** Names of artifacts of which another take is wanted. */
  takes: readonly string[];
  /** Names of artifacts to keep as they are. */
  pins: readonly string[];
}

/** An edit that nobody has saved: a merge patch (RFC 7396) over the base, and what to make. */
export interface EditDraft {
  base: EditBase;
  /** Null takes an override away, or an input back to its default. */
  patch: Readonly<Record<string, unknown>>;
  selection: Selection;
}

export const ALL_THAT_CHANGED: Selection = { what: "changed", segments: [], takes: [], pins: [] };

export function startDraft(base: EditBase): EditDraft {
  return { base, patch: {}, selection: ALL_THAT_CHANGED };
}

/** Sets a value; null takes it away. What is as it was before is no edit. */
export function editValue(draft: EditDraft, name: string, value: unknown): EditDraft {
  const { [name]: _before, ...others } = draft.patch;
  // An emptied override is none; an emptied input of the whole video is for its rule to judge.
  const wanted = value === "" && name.includes("[") ? null : value;
  const current = draft.base.inputs[name];
  const isSame = Object.is(wanted, current) || (wanted === null && current === undefined);
  return { ...draft, patch: isSame ? others : { ...others, [name]: wanted } };
}

export function undoValue(draft: EditDraft, name: string): EditDraft {
  return editValue(draft, name, draft.base.inputs[name] ?? null);
}

/** The value a field shows: as edited, else as it was. */
export function draftValue(draft: EditDraft, name: string): unknown {
  return Object.hasOwn(draft.patch, name) ? (draft.patch[name] ?? undefined) : draft.base.inputs[name];
}

/**
 * The patch with what follows from it: overrides of segments and images that the edited film doesn't have any more go with them. They are
 * back as soon as the film is long enough again.
 */
export function fullPatch({ base, patch }: EditDraft): Record<string, unknown> {
  const value = (name: string) => Number(patch[name] ?? base.inputs[name]);
  const sizes = {
    segment: value("Duration") / value("SegmentDuration"),
    image: value("ImagesPerSegment"),
  };
  const names = new Set([...Object.keys(base.inputs), ...Object.keys(patch)]);
  const orphans = [...names].filter((name) => {
    const parsed = parseConcrete(name);
    const indices = parsed && parsed.index.length > 0 ? indicesOf(parsed.family) : [];
    return indices.some((dimension, at) => (parsed?.index[at] ?? 0) >= sizes[dimension]);
  });
  const gone = orphans.flatMap((name) => (Object.hasOwn(base.inputs, name) ? [[name, null] as const] : []));
  const kept = Object.entries(patch).filter(([name]) => !orphans.includes(name));
  return Object.fromEntries([...kept, ...gone]);
}

function indicesOf(family: string): readonly ("segment" | "image")[] {
  return Object.hasOwn(OVERRIDE_TABLE, family)
    ? OVERRIDE_TABLE[family as keyof typeof OVERRIDE_TABLE].indices
    : [];
}

export interface Change {
  input: string;
  /** Undefined where there was, or is, none. */
  from: unknown;
  to: unknown;
}

export function changesOf(draft: EditDraft): Change[] {
  return Object.entries(fullPatch(draft)).map(([input, value]) => ({
    input,
    from: draft.base.inputs[input],
    to: value ?? undefined,
  }));
}

export function isEdited(draft: EditDraft): boolean {
  return Object.keys(draft.patch).length > 0;
}

/** The same edit over other inputs: what they have already is no edit any more. */
export function rebase(draft: EditDraft, base: EditBase): EditDraft {
  return Object.entries(draft.patch).reduce((over, [name, value]) => editValue(over, name, value), {
    ...draft,
    base,
    patch: {},
  } as EditDraft);
}

/** What `POST /runs` and `POST /quotes` are asked for. */
export function requestOf({ what, segments, takes, pins }: Selection): PlanOptions {
  const mode = what === "everything" ? "full" : what === "segments" ? "scope" : "dirty";
  return {
    mode,
    ...(mode === "scope" ? { scope: segments.map((segment) => `segment=${segment}`) } : {}),
    ...(takes.length > 0 ? { takes: [...takes] } : {}),
    ...(pins.length > 0 ? { pins: [...pins] } : {}),
  };
}

/** Another take and keeping contradict each other: the last word holds. */
export function toggleTake(selection: Selection, artifact: string): Selection {
  const { takes, pins } = selection;
  return { ...selection, takes: toggled(takes, artifact), pins: pins.filter((pin) => pin !== artifact) };
}

export function togglePin(selection: Selection, artifact: string): Selection {
  const { takes, pins } = selection;
  return { ...selection, pins: toggled(pins, artifact), takes: takes.filter((take) => take !== artifact) };
}

export function toggleSegment(selection: Selection, segment: number): Selection {
  const segments = toggled(selection.segments, segment);
  return { ...selection, segments: [...segments].sort((left, right) => left - right) };
}

function toggled<T>(list: readonly T[], item: T): T[] {
  return list.includes(item) ? list.filter((each) => each !== item) : [...list, item];
}

export interface ConflictRow {
  input: string;
  /** When the edit began. */
  before: unknown;
  theirs: unknown;
  yours: unknown;
  /** Both changed it, and not to the same. */
  isContested: boolean;
}

/** What differs between the versions of two editors, input by input. */
export function conflictRows(draft: EditDraft, theirs: EditBase): ConflictRow[] {
  const patch = fullPatch(draft);
  const names = new Set([
    ...Object.keys(draft.base.inputs),
    ...Object.keys(theirs.inputs),
    ...Object.keys(patch),
  ]);
  return [...names].flatMap((input) => {
    const before = draft.base.inputs[input];
    const other = theirs.inputs[input];
    const yours = Object.hasOwn(patch, input) ? (patch[input] ?? undefined) : before;
    const changedByThem = !Object.is(before, other);
    const changedByYou = !Object.is(before, yours);
    if (!changedByThem && !changedByYou) return [];
    const isContested = changedByThem && changedByYou && !Object.is(other, yours);
    return [{ input, before, theirs: other, yours, isContested }];
  });
}
