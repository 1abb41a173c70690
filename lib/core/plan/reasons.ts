import type { DirtyReason } from "./types";

/** The kinds of reasons, the most binding first: the first a job has is its `reason`. */
const KINDS = [
  "full-run",
  "take-requested",
  "failed",
  "validation",
  "missing",
  "input-changed",
  "fingerprint-changed",
  "upstream",
] as const;

export type ReasonKind = (typeof KINDS)[number];

/** `upstream:VideoSummary` → `upstream`. */
export function reasonKind(reason: DirtyReason): ReasonKind {
  return reason.split(":", 1)[0] as ReasonKind;
}

/** `upstream:VideoSummary` → `VideoSummary`; null for a reason that names nothing. */
export function reasonSubject(reason: DirtyReason): string | null {
  const colon = reason.indexOf(":");
  return colon === -1 ? null : reason.slice(colon + 1);
}

/** The reasons once each, the most binding first; reasons of one kind keep their order. */
export function sortReasons(reasons: Iterable<DirtyReason>): DirtyReason[] {
  const rank = (reason: DirtyReason): number => KINDS.indexOf(reasonKind(reason));
  return [...new Set(reasons)].sort((left, right) => rank(left) - rank(right));
}

/**
 * True when the result may turn out unchanged at dispatch: every reason is a change whose effect isn't known yet.
 * `full-run`, `failed`, `validation` and `take-requested` always buy; `missing` has nothing to be unchanged from.
 */
export function mayCutOff(reasons: readonly DirtyReason[]): boolean {
  return reasons.every((reason) => {
    const kind = reasonKind(reason);
    return kind === "input-changed" || kind === "fingerprint-changed" || kind === "upstream";
  });
}

/** True when an equal result made earlier may be taken instead of buying: what may cut off, and what is missing. */
export function mayAdopt(reasons: readonly DirtyReason[]): boolean {
  return mayCutOff(reasons.filter((reason) => reason !== "missing"));
}
