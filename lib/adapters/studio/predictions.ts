import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { StudioTask } from "./worker";

export interface Prediction {
  id: string;
  createdAt: number;
  /** Simulated: it is not ready before. */
  latencyMs: number;
  task: StudioTask;
}

const KEPT_FOR_MS = 24 * 60 * 60 * 1000;
const SWEEP_EVERY_MS = 60 * 60 * 1000;
const ID = /^pred_[0-9a-f-]{36}$/;

/**
 * Accepted media jobs, on disk so that they outlive the process, as a remote provider's do: after a crash they are asked for again,
 * not submitted again.
 */
export class PredictionStore {
  private sweptAt = 0;

  constructor(private readonly folder: string) {}

  async create(options: { task: StudioTask; latencyMs: number; now: number }): Promise<Prediction> {
    if (options.now - this.sweptAt > SWEEP_EVERY_MS) await this.sweep(options.now);
    const prediction = { id: `pred_${randomUUID()}`, createdAt: options.now, ...options };
    const { now: _now, ...stored } = prediction;
    await mkdir(this.folder, { recursive: true });
    const file = this.fileOf(prediction.id);
    await writeFile(`${file}.tmp`, JSON.stringify(stored, encodeBytes));
    await rename(`${file}.tmp`, file);
    return stored;
  }

  /** Null for an id this store does not know. */
  async find(id: string): Promise<Prediction | null> {
    if (!ID.test(id)) return null;
    try {
      return JSON.parse(await readFile(this.fileOf(id), "utf8"), decodeBytes) as Prediction;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw error;
    }
  }

  async remove(id: string): Promise<void> {
    if (ID.test(id)) await rm(this.fileOf(id), { force: true });
  }

  /** Forgets what is a day old, as providers do: once an hour by itself. */
  async sweep(now: number): Promise<void> {
    this.sweptAt = now;
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names) {
      const file = path.join(this.folder, name);
      const found = await stat(file).catch(() => null);
      if (found && now - found.mtimeMs > KEPT_FOR_MS) await rm(file, { force: true });
    }
  }

  private fileOf(id: string): string {
    return path.join(this.folder, `${id}.json`);
  }
}

function encodeBytes(_name: string, value: unknown): unknown {
  return value instanceof Uint8Array ? { base64: Buffer.from(value).toString("base64") } : value;
}

function decodeBytes(_name: string, value: unknown): unknown {
  if (typeof value === "object" && value !== null && "base64" in value && typeof value.base64 === "string") {
    return new Uint8Array(Buffer.from(value.base64, "base64"));
  }
  return value;
}
