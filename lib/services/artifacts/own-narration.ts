import { ReelgraphError } from "../../core/errors";
import { canonicalJson } from "../../core/fingerprint/canonical-json";
import { checksumOf } from "../../core/fingerprint/checksum";
import { narrationOfTimings, timingsOf } from "../../core/graph/own-artifacts";
import { parseIndexedName } from "../../core/naming/asset-path";
import { estimateWords } from "../../core/timeline/estimate-words";
import type { VideoRow } from "../../ports/database";
import type { Context } from "../context";
import { narrationText } from "./assembly";
import type { OwnBytes } from "./check-own-content";
import { currentArtifacts } from "./current-artifacts";
import type { OwnSlot } from "./own-slot";

export interface Surroundings {
  /** The text of the narration that is brought along; null where there is none to be known. */
  text: string | null;
  /** The length of the narration whose words are timed. */
  narrationSeconds: number | null;
}

/** What own narration and own times of words are held against. Throws `conflict` while that is not there. */
export async function surroundingsOf(options: {
  ctx: Context;
  video: VideoRow;
  slot: OwnSlot;
}): Promise<Surroundings> {
  const { ctx, video, slot } = options;
  const { artifact, inputs } = slot;
  const narration = narrationOfTimings(artifact);
  const isNarration = timingsOf(artifact) !== null;
  if (narration === null && !isNarration) return { text: null, narrationSeconds: null };
  const { artifacts } = await currentArtifacts({ ctx, video });
  const present = (name: string) => {
    const record = artifacts.get(name);
    return record?.status === "ready" && record.key !== null ? record : null;
  };
  const [index = 0] = parseIndexedName(artifact).index;
  const missing = (what: string) =>
    new ReelgraphError({
      code: "conflict",
      message: `${artifact} needs ${what}, which is not there yet. Let it be made first.`,
    });
  if (narration !== null) {
    const seconds = present(narration)?.facts?.durationSeconds;
    if (seconds === undefined) throw missing(narration);
    return { text: null, narrationSeconds: seconds };
  }
  const text = await narrationText({ ctx, videoId: video.id, inputs, index, present });
  if (text === null) throw missing(`NarrationSegmentScript[${index}]`);
  return { text, narrationSeconds: null };
}

/** Nobody has listened to a person's own narration: the times of its words are estimated, and marked so. */
export function timingsBeside(options: {
  ctx: Context;
  slot: OwnSlot;
  own: OwnBytes;
  text: string | null;
}): { artifact: string; own: OwnBytes }[] {
  const { ctx, slot, own, text } = options;
  const artifact = timingsOf(slot.artifact);
  if (artifact === null || text === null) return [];
  const words = estimateWords(text, own.facts.durationSeconds ?? 0);
  const bytes = new TextEncoder().encode(canonicalJson({ words, estimated: true }));
  const checksum = checksumOf(bytes, ctx.hash);
  const timings = { body: () => bytes, bytes: bytes.length, mediaType: "application/json", facts: {} };
  return [{ artifact, own: { ...timings, checksum } }];
}
