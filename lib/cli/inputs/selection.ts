import { usageError } from "../exit";

type Flags = Readonly<Record<string, unknown>>;

/** What of a video a command is about, in the words of the API's selectors. */
export interface Selection {
  mode: "dirty" | "full" | "scope";
  scope?: string[];
  pins?: string[];
  takes?: string[];
}

/**
 * `--segment`, `--artifact`, `--generator` and `--scope` choose; `--take` asks for another one of what is chosen, `--full` for all of
 * it; nothing chosen means whatever is out of date. Throws with exit code 2 for flags that contradict each other.
 */
export function selectionOf(flags: Flags): Selection {
  const all = (name: string): string[] => (flags[name] as string[] | undefined) ?? [];
  const chosen = [
    ...all("scope"),
    ...all("segment").map((segment) => `segment=${segment}`),
    ...all("artifact").map((artifact) => `artifact=${artifact}`),
    ...all("generator").map((generator) => `generator=${generator}`),
  ];
  const pins = all("pin").length > 0 ? { pins: all("pin") } : {};
  if (flags.full) {
    if (chosen.length > 0 || flags.take)
      throw usageError("--full makes everything again: choose nothing beside it.");
    return { mode: "full", ...pins };
  }
  if (flags.take) {
    if (chosen.length === 0) {
      throw usageError(
        "--take needs to know of what: add --segment, --artifact or --generator.",
        "For example: reelgraph regen VIDEO --artifact 'SegmentImageAsset[1][0]' --take",
      );
    }
    return { mode: "scope", takes: chosen, ...pins };
  }
  return chosen.length > 0 ? { mode: "scope", scope: chosen, ...pins } : { mode: "dirty", ...pins };
}

/** Collects a flag that can be given more than once. */
export function collected(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}
