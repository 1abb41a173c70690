import type { MessagePort } from "node:worker_threads";
import type { ChunkJob } from "./chunk-job";
import { LayerError } from "./layer-error";
import { type AudioJob, renderAudio } from "./render-audio";
import { renderChunk } from "./render-chunk";

/** Entry of the worker threads. One task at a time; `port` carries frame counts out and "abort" in. */
export type WorkerTask = { port: MessagePort } & (
  | { kind: "chunk"; job: ChunkJob }
  | { kind: "audio"; job: AudioJob }
);

/** Errors lose their fields on the way between threads, so failures are answers. */
export type WorkerAnswer = { ok: true } | { ok: false; artifact: string | null; message: string };

const REPORT_EVERY_FRAMES = 10;

export default async function runTask({ port, kind, job }: WorkerTask): Promise<WorkerAnswer> {
  const abort = new AbortController();
  port.on("message", () => abort.abort(new Error("The render was stopped.")));
  let frames = 0;
  const onFrame = () => {
    frames++;
    if (frames % REPORT_EVERY_FRAMES === 0) port.postMessage(frames);
  };
  try {
    if (kind === "chunk") await renderChunk({ job, onFrame, signal: abort.signal });
    else await renderAudio(job, abort.signal);
    return { ok: true };
  } catch (error) {
    const artifact = error instanceof LayerError ? error.artifact : null;
    return { ok: false, artifact, message: error instanceof Error ? error.message : String(error) };
  } finally {
    port.close();
  }
}
