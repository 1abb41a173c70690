import { type Stage, until } from "../rigs/stage";
import type { Random } from "../sim/random";

export interface RunView {
  id: string;
  videoId: string;
  status: string;
  finishedAt: string | null;
  exportRunId: string | null;
  jobs: { jobId: string; genId: string; state: string }[];
}

/** A run of the play, and how it has to end. */
export interface Part {
  videoId: string;
  runId: string;
  expected: string;
}

/** One segment of three seconds with one picture: the least that has every kind of work but clips. */
const LEAST = { Duration: 3, SegmentDuration: 3, ImagesPerSegment: 1, Size: "480p" };

/** The runs that the product is given to do. No two ask a provider for the same. */
export class Cast {
  readonly parts: Part[] = [];
  private count = 0;

  constructor(
    private readonly stage: Stage,
    private readonly random: Random,
  ) {}

  /** Starts a video; resolves when the server has answered. Only films that are to be killed in their export have one. */
  async film(
    inputs: Record<string, unknown> = {},
    { expected = "succeeded", isExported = false } = {},
  ): Promise<Part> {
    const InquiryPrompt = `Story ${++this.count} of ${this.random.uint32().toString(36)}`;
    const { body } = await this.stage.post<{ id: string; run: { id: string } }>("videos", {
      inputs: { ...LEAST, InquiryPrompt, ...inputs },
      export: isExported,
    });
    return this.add({ videoId: body.id, runId: body.run.id, expected });
  }

  async nextRun({ videoId }: Part, options: Record<string, unknown>, expected: string): Promise<Part> {
    const { body } = await this.stage.post<{ run: { id: string } }>(`videos/${videoId}/runs`, {
      ...options,
      export: false,
    });
    return this.add({ videoId, runId: body.run.id, expected });
  }

  private add(part: Part): Part {
    this.parts.push(part);
    return part;
  }

  /** The run as it is; with `waitSeconds` at its next change. */
  async run({ runId }: Pick<Part, "runId">, waitSeconds = 0): Promise<RunView> {
    return await this.stage.get<RunView>(`runs/${runId}?wait=${waitSeconds}`);
  }

  async untilEnded(part: Pick<Part, "runId">, withinMs = 300_000): Promise<RunView> {
    return await until(`the end of ${part.runId}`, withinMs, async () => {
      const run = await this.run(part, 5);
      return run.finishedAt === null ? null : run;
    });
  }
}
