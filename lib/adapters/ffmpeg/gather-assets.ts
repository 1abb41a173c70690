import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isReelgraphError } from "../../core/errors";
import type { Timeline, TimelineVisual } from "../../core/timeline/types";
import type { MediaBytes } from "../../ports/renderer";
import type { Asset } from "./plan-chunks";
import { renderFailed } from "./render-failed";

export interface GatherOptions {
  timeline: Timeline;
  readArtifact: (artifact: string) => Promise<MediaBytes>;
  folder: string;
  signal: AbortSignal;
}

/** Few at a time: an object store answers in parallel, but memory and sockets are shared. */
const PARALLEL_READS = 4;

/** Everything the timeline names, as files with content hashes. Throws `render-failed` for what cannot be read. */
export async function gatherAssets(options: GatherOptions): Promise<Map<string, Asset>> {
  const names = [...new Set(artifactsOf(options.timeline))];
  const assets = new Map<string, Asset>();
  const queue = names.entries();
  const reader = async () => {
    for (const [at, artifact] of queue) assets.set(artifact, await fetchAsset(options, artifact, at));
  };
  const reads = await Promise.allSettled(Array.from({ length: PARALLEL_READS }, reader));
  for (const read of reads) if (read.status === "rejected") throw read.reason;
  return assets;
}

function artifactsOf({ segments, music }: Timeline): string[] {
  const names = segments.flatMap((segment) => [
    segment.narration.artifact,
    ...segment.visuals.map((visual) => visual.artifact),
  ]);
  return [...names, music?.artifact ?? null].filter((name) => name !== null);
}

async function fetchAsset(options: GatherOptions, artifact: string, at: number): Promise<Asset> {
  options.signal.throwIfAborted();
  const file = path.join(options.folder, `asset-${at}`);
  try {
    const media = await options.readArtifact(artifact);
    return { path: file, content: await saveMedia(media, file, options.signal) };
  } catch (error) {
    options.signal.throwIfAborted();
    // A store that is away for a moment says so itself.
    if (isReelgraphError(error) && error.retryable) throw error;
    throw renderFailed(artifact, error instanceof Error ? error.message : String(error));
  }
}

/** Writes the bytes to a file and gives their sha256. */
export async function saveMedia(media: MediaBytes, file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  const parts = media instanceof Uint8Array ? [media] : media;
  const hashed = async function* () {
    for await (const part of parts) {
      hash.update(part);
      yield part;
    }
  };
  await pipeline(Readable.from(hashed()), createWriteStream(file), { signal });
  return hash.digest("hex");
}

/** Draws the picture of a segment without one: an encoded image (PNG or JPEG) of the size asked for. */
export type DrawCard = (card: {
  text: string;
  purpose: "pending" | "title";
  width: number;
  height: number;
}) => Promise<Uint8Array>;

export type DrawCardsOptions = Omit<GatherOptions, "readArtifact"> & { drawCard: DrawCard | undefined };

/** The cards of the timeline as files; empty without a `drawCard`. */
export async function drawCards(options: DrawCardsOptions): Promise<Map<TimelineVisual, Asset>> {
  const { timeline, drawCard, folder, signal } = options;
  const cards = new Map<TimelineVisual, Asset>();
  if (drawCard === undefined) return cards;
  const { width, height } = timeline;
  for (const visual of timeline.segments.flatMap((segment) => segment.visuals)) {
    if (visual.card === undefined) continue;
    const file = path.join(folder, `card-${cards.size}`);
    const image = await drawCard({ ...visual.card, width, height });
    cards.set(visual, { path: file, content: await saveMedia(image, file, signal) });
  }
  return cards;
}
