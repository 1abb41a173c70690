import type { CreatedRunView, EditedInputsView } from "../../lib/api/contract/regeneration";
import type { RunView } from "../../lib/api/contract/runs";
import type { RunId, VideoId } from "../../lib/core/ids";
import type { ArtifactRecord, PlanOptions } from "../../lib/core/plan/types";
import { type Context, inTenant } from "../../lib/services/context";
import { createRun } from "../../lib/services/runs/create-run";
import { createdRunAnswer } from "../../lib/services/runs/created-run-answer";
import { getRun } from "../../lib/services/runs/get-run";
import { requireVideo } from "../../lib/services/runs/require-run";
import { createVideo } from "../../lib/services/videos/create-video";
import { createdVideoAnswer } from "../../lib/services/videos/created-video-answer";
import { editInputs } from "../../lib/services/videos/edit-inputs";
import { loadHead } from "../../lib/services/videos/load-head";
import { driveRun, World } from "./studio-world";

/** Every call of these providers costs, so that what was bought shows as money too. */
export const PRICE_MICROS = 1_000;

export const THREE_SEGMENTS = { InquiryPrompt: "How tides work", Duration: 30, ImagesPerSegment: 2 };

/** A video that was made in a world of its own, and what its maker does with it. */
export class EditedVideo {
  private constructor(
    readonly world: World,
    readonly id: VideoId,
    private readonly process: ReturnType<World["start"]>,
  ) {}

  get ctx(): Context {
    return this.process.ctx;
  }

  /** With `start: false` the draft is left as it is. */
  static async make(
    inputs: Record<string, unknown> = THREE_SEGMENTS,
    { start = true, world }: { start?: boolean; world?: World } = {},
  ): Promise<EditedVideo> {
    const opened = world ?? (await World.open());
    for (const generator of [opened.text, opened.media]) {
      generator.script = { ...generator.script, costMicros: () => PRICE_MICROS };
    }
    const process = opened.start();
    const { fresh } = await createVideo({
      ctx: process.ctx,
      input: { inputs, start },
      idempotency: null,
      render: createdVideoAnswer,
    });
    if (!fresh) throw new Error("A create without a key is fresh.");
    const video = new EditedVideo(opened, fresh.video.id, process);
    if (fresh.run) await video.drive(fresh.run.id);
    opened.text.submits.length = 0;
    opened.media.submits.length = 0;
    return video;
  }

  async drive(runId: RunId): Promise<RunView> {
    await driveRun(this.process, runId);
    return await getRun({ ctx: this.ctx, input: { id: runId } });
  }

  async row() {
    return await inTenant(this.ctx, (repositories) => requireVideo(repositories, this.id));
  }

  async edit(patch: Record<string, unknown>): Promise<EditedInputsView> {
    const { inputRevision } = await this.row();
    return await editInputs({ ctx: this.ctx, input: { id: this.id, patch, seen: [inputRevision] } });
  }

  /** Opens a run; not driven yet. */
  async open(options: Partial<PlanOptions> & { maxCostMicros?: number } = {}) {
    const { downstream: _unused, scope, pins, takes, ...rest } = options;
    const lists = {
      ...(scope ? { scope: [...scope] } : {}),
      ...(pins ? { pins: [...pins] } : {}),
      ...(takes ? { takes: [...takes] } : {}),
    };
    const { answer, fresh } = await createRun({
      ctx: this.ctx,
      input: { id: this.id, ...rest, ...lists },
      idempotency: null,
      render: createdRunAnswer,
    });
    return {
      status: answer.status,
      view: JSON.parse(answer.body) as CreatedRunView,
      run: fresh?.run ?? null,
    };
  }

  /** Opens a run and drives it to its end; null when there was nothing to do. */
  async regenerate(options: Partial<PlanOptions> = {}): Promise<RunView | null> {
    const { run } = await this.open(options);
    return run === null ? null : await this.drive(run.id);
  }

  /** What providers were asked for since the last time this was asked, sorted. */
  bought(): string[] {
    const { text, media } = this.world;
    return [...text.submits.splice(0), ...media.submits.splice(0)].sort();
  }

  async artifacts(): Promise<ReadonlyMap<string, ArtifactRecord>> {
    const head = await loadHead({ ctx: this.ctx, video: await this.row() });
    return head?.artifacts ?? new Map();
  }

  /** Names of the artifacts whose bytes differ from `before`, or that are new or gone. */
  async changedSince(before: ReadonlyMap<string, ArtifactRecord>): Promise<string[]> {
    const now = await this.artifacts();
    const names = new Set([...before.keys(), ...now.keys()]);
    return [...names].filter((id) => before.get(id)?.checksum !== now.get(id)?.checksum).sort();
  }
}

/** Jobs of a run by how they ended: `{succeeded: [...], unchanged: [...], cached: [...]}`. */
export function endsOf(run: RunView | null): Record<string, string[]> {
  const ends: Record<string, string[]> = {};
  for (const { jobId, state, skipReason } of run?.jobs ?? []) {
    const end = skipReason ?? state;
    ends[end] = [...(ends[end] ?? []), jobId].sort();
  }
  return ends;
}
