import { readFile } from "node:fs/promises";
import path from "node:path";
import { ReelgraphError } from "../../core/errors";
import { checksumOf } from "../../core/fingerprint/checksum";
import type { RunId } from "../../core/ids";
import {
  exportChunkPath,
  exportManifestPath,
  exportPath,
  revisionDocumentPath,
} from "../../core/naming/document-path";
import { freePath } from "../../core/naming/free-path";
import { timelineSchema } from "../../core/timeline/types";
import type { RunRow, VideoRow } from "../../ports/database";
import { streamArtifact } from "../artifacts/read-content";
import { type Context, inTenant } from "../context";
import { keyIn, putDocument, readDocument } from "../documents/documents";
import { putImmutable } from "../documents/put-immutable";
import { DOCUMENT_SCHEMAS } from "../documents/schemas";
import { requireRun, requireVideo } from "../runs/require-run";
import { traceRun } from "../runs/trace-run";
import { loadHead } from "../videos/load-head";
import { writeMetadata } from "../videos/write-metadata";
import { withScratchFolder } from "./scratch-folder";

const POSTER_WIDTH = 960;
const PROGRESS_EVERY_MS = 1_000;
/** An export without a sign of life is taken for dead after `runGraceMs`. */
const BEAT_EVERY_MS = 5_000;

/** First step of an export: marks it running. False when it has ended meanwhile. */
export async function beginExport(options: {
  ctx: Context;
  input: { runId: RunId };
}): Promise<{ live: boolean }> {
  const { ctx, input } = options;
  const at = ctx.clock.now();
  const run = await inTenant(ctx, async (repositories) => {
    const found = await requireRun(repositories, input.runId);
    const started = await repositories.runs.move({
      id: found.id,
      event: "start",
      set: { startedAt: found.startedAt ?? at, heartbeatAt: at },
    });
    if (started && found.status === "queued") {
      await repositories.events.append([
        {
          videoId: found.videoId,
          runId: found.id,
          type: "run-started",
          at,
          data: { type: "export", revision: found.revision },
        },
      ]);
    }
    return started;
  });
  return { live: run !== null };
}

/**
 * Renders the film of one revision and stores it with its poster, kept chunks and manifest below `assets/exports/`. It pins the
 * revision it was asked for and makes none. Repeating it reuses the chunks that are stored. One that waits for its turn is alive.
 */
export async function renderExport(options: {
  ctx: Context;
  input: { runId: RunId };
  /** When this machine has room for one more. */
  inTurn: (work: () => Promise<void>) => Promise<void>;
}): Promise<void> {
  const { ctx, input, inTurn } = options;
  const { run, video } = await inTenant(ctx, async (repositories) => {
    const found = await requireRun(repositories, input.runId);
    return { run: found, video: await requireVideo(repositories, found.videoId) };
  });
  if (run.finishedAt !== null) return;
  // What an earlier try came to: seen from outside, an export does not go back while it waits.
  const before = run.result?.progress;
  const watch: Watch = { progress: typeof before === "number" ? before : 0, isOver: false };
  const done = new AbortController();
  const beating = keepBeating({ ctx, run, watch, signal: done.signal });
  try {
    await inTurn(async () => {
      if (!watch.isOver) await renderInFolder({ ctx, run, video, watch });
    });
  } catch (error) {
    const now = await inTenant(ctx, (repositories) => requireRun(repositories, run.id));
    // Cancelled while it was drawn: its chunks are kept for the next export.
    if (now.finishedAt === null) throw error;
  } finally {
    done.abort();
    await beating;
  }
}

/** What those who draw and those who report tell one another. */
interface Watch {
  /** 0…1. */
  progress: number;
  /** The export has ended without them. */
  isOver: boolean;
}

async function keepBeating(options: {
  ctx: Context;
  run: RunRow;
  watch: Watch;
  signal: AbortSignal;
}): Promise<void> {
  const { ctx, run, watch, signal } = options;
  while (!signal.aborted && !watch.isOver) {
    const at = ctx.clock.now();
    const { progress } = watch;
    const isLive = inTenant(ctx, ({ runs }) => runs.setProgress({ id: run.id, progress, at }));
    // A database that is away says nothing about the export.
    watch.isOver ||= !(await isLive.catch(() => true));
    await ctx.clock.sleep(BEAT_EVERY_MS, signal);
  }
}

async function renderInFolder(options: {
  ctx: Context;
  run: RunRow;
  video: VideoRow;
  watch: Watch;
}): Promise<void> {
  await withScratchFolder((folder) => renderInto({ ...options, folder }));
}

async function renderInto(options: {
  ctx: Context;
  run: RunRow;
  video: VideoRow;
  watch: Watch;
  folder: string;
}): Promise<void> {
  const { ctx, run, video, watch, folder } = options;
  // Stands still while an export lives: the cleaner waits for its end.
  const buried = await inTenant(ctx, ({ tombstones }) => tombstones.paths(video.id));
  const chunkPath = ({ key, segment }: { key: string; segment: number }) =>
    freePath(exportChunkPath(segment, key), buried);
  const timeline = await readDocument({
    ctx,
    videoId: video.id,
    path: revisionDocumentPath(run.revision, "timeline.json"),
    schema: "timeline@1",
    shape: timelineSchema,
  });
  const head = await loadHead({ ctx, video: { id: video.id, headRevision: run.revision } });
  if (!timeline || !head) {
    throw new ReelgraphError({
      code: "integrity",
      message: `Revision ${run.revision} of ${video.id} has no timeline.`,
    });
  }
  const outputPath = path.join(folder, "film.mp4");
  let lastReport = 0;
  const goOn = () => {
    if (!watch.isOver) return;
    throw new ReelgraphError({ code: "stale-epoch", message: `Export ${run.id} has ended meanwhile.` });
  };
  const film = await ctx.renderer.renderMp4({
    timeline,
    outputPath,
    readArtifact: async (name) => {
      goOn();
      const record = head.artifacts.get(name);
      if (!record)
        throw new ReelgraphError({
          code: "render-failed",
          message: `The timeline names ${name}, which is not in revision ${run.revision}.`,
        });
      return await streamArtifact({ ctx, videoId: video.id, record });
    },
    reuseChunk: async (chunk) => {
      goOn();
      const kept = await ctx.objects.get(keyIn(video.id, chunkPath(chunk)));
      return kept?.stream ?? null;
    },
    storeChunk: async ({ bytes, ...chunk }) => {
      await ctx.objects.put({
        key: keyIn(video.id, chunkPath(chunk)),
        body: bytes,
        mediaType: "video/mp4",
        condition: { kind: "any" },
      });
    },
    onProgress: ({ framesDone, framesTotal }) => {
      const now = ctx.clock.now().getTime();
      if (now - lastReport < PROGRESS_EVERY_MS) return;
      lastReport = now;
      watch.progress = framesTotal === 0 ? 0 : framesDone / framesTotal;
      void reportProgress({ ctx, run, progress: watch.progress }).then((isLive) => {
        watch.isOver ||= !isLive;
      });
    },
  });
  await storeFilm({ ctx, run, video, film, buried, chunks: film.chunks.map(chunkPath) });
}

/** False when the export has ended: nobody waits for the film any more. */
async function reportProgress(options: { ctx: Context; run: RunRow; progress: number }): Promise<boolean> {
  const { ctx, run, progress } = options;
  const at = ctx.clock.now();
  try {
    return await inTenant(ctx, async ({ runs, events }) => {
      // A report that comes late must not stand behind `run-finished`.
      if (!(await runs.setProgress({ id: run.id, progress, at }))) return false;
      const data = { stage: "film", progress: Math.round(progress * 1000) / 1000 };
      await events.append([{ videoId: run.videoId, runId: run.id, type: "job-progress", at, data }]);
      return true;
    });
  } catch (error) {
    // Progress is for watching; the film does not depend on it.
    ctx.log.warn({ runId: run.id, error: String(error) }, "progress-not-recorded");
    return true;
  }
}

async function storeFilm(options: {
  ctx: Context;
  run: RunRow;
  video: VideoRow;
  film: { path: string; durationSeconds: number };
  buried: ReadonlySet<string>;
  /** Where the chunks are kept that it was put together from. */
  chunks: readonly string[];
}): Promise<void> {
  const { ctx, run, video, film, buried, chunks } = options;
  const bytes = new Uint8Array(await readFile(film.path));
  const digest = checksumOf(bytes, ctx.hash).replace("sha256:", "");
  const mp4 = freePath(exportPath({ name: "video", digest, extension: "mp4" }), buried);
  await putImmutable({ ctx, key: keyIn(video.id, mp4), bytes, mediaType: "video/mp4" });

  const poster = await ctx.renderer.posterFor({
    path: film.path,
    atSeconds: Math.min(2, film.durationSeconds / 3),
    width: POSTER_WIDTH,
  });
  const posterDigest = checksumOf(poster, ctx.hash).replace("sha256:", "");
  const thumbnail = freePath(exportPath({ name: "poster", digest: posterDigest, extension: "png" }), buried);
  await putImmutable({ ctx, key: keyIn(video.id, thumbnail), bytes: poster, mediaType: "image/png" });

  await putDocument({
    ctx,
    videoId: video.id,
    path: exportManifestPath(run.id),
    schema: DOCUMENT_SCHEMAS.exportManifest,
    value: {
      runId: run.id,
      revision: run.revision,
      format: "mp4",
      durationSeconds: film.durationSeconds,
      mp4: { key: mp4, bytes: bytes.length, sha256: digest },
      poster: { key: thumbnail, bytes: poster.length, sha256: posterDigest },
      chunks,
    },
  });
  const at = ctx.clock.now();
  const result = {
    mp4,
    bytes: bytes.length,
    durationSeconds: film.durationSeconds,
    sha256: digest,
    thumbnail,
  };
  await inTenant(ctx, async ({ runs, videos, events }) => {
    const ended = await runs.move({ id: run.id, event: "succeed", set: { finishedAt: at, result } });
    if (!ended) return;
    const current = await videos.find(video.id);
    // An export of an older revision is kept, but the video shows its newest film.
    if (current && current.headRevision === run.revision) {
      await videos.setFilm({ id: video.id, mp4Key: mp4, thumbnailKey: thumbnail, at });
    }
    await events.append([
      {
        videoId: video.id,
        runId: run.id,
        type: "run-finished",
        at,
        data: { status: "succeeded", revision: run.revision, mp4 },
      },
    ]);
  });
  const after = await inTenant(ctx, async (repositories) => ({
    video: await requireVideo(repositories, video.id),
    run: await requireRun(repositories, run.id),
  }));
  await writeMetadata({ ctx, video: after.video });
  traceRun(ctx, after.run);
}

/** An export that cannot succeed ends `failed`, with the reason; the video itself is untouched. */
export async function failExport(options: {
  ctx: Context;
  input: { runId: RunId; message: string };
}): Promise<void> {
  const { ctx, input } = options;
  const at = ctx.clock.now();
  await inTenant(ctx, async ({ runs, events }) => {
    const failure = { code: "permanent" as const, retryable: true, message: input.message };
    const ended = await runs.move({ id: input.runId, event: "fail", set: { finishedAt: at, failure } });
    if (!ended) return;
    await events.append([
      {
        videoId: ended.videoId,
        runId: ended.id,
        type: "run-finished",
        at,
        data: { status: "failed", failure },
      },
    ]);
  });
}
