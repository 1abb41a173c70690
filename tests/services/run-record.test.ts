import { InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { createOtelTracer, runTraceIds } from "../../lib/adapters/otel/tracer";
import { GeneratorFailure } from "../../lib/core/run/failure";
import { inTenant } from "../../lib/services/context";
import { bundleRun } from "../../lib/services/runs/bundle-run";
import { getRunLog } from "../../lib/services/runs/get-run-log";
import { createRun, driveRun, SMALL_INPUTS, World } from "../rigs/studio-world";

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

/** A run in which the music fails once and the script cost something. */
async function aRun() {
  const exporter = new InMemorySpanExporter();
  const world = await World.open();
  world.tracer = createOtelTracer({ processors: [new SimpleSpanProcessor(exporter)] });
  world.text.script.costMicros = () => 120;
  world.media.script.onSubmit = (_request, nth) => {
    if (nth === 1) throw new GeneratorFailure({ failureClass: "retryable", message: "busy" });
  };
  const process = world.start();
  const run = await createRun(process.ctx, SMALL_INPUTS);
  await driveRun(process, run.id);
  return { world, process, run, ctx: process.ctx, spans: exporter.getFinishedSpans() };
}

describe("the record of a run", () => {
  it("has a span per attempt, below the run's own, in one trace", async () => {
    const { ctx, run, spans } = await aRun();
    const { traceId, spanId } = runTraceIds(run.id);
    expect(new Set(spans.map((span) => span.spanContext().traceId))).toEqual(new Set([traceId]));
    const root = spans.find((span) => span.name === "run generation");
    expect(root?.spanContext().spanId).toBe(spanId);
    expect(root?.parentSpanContext).toBeUndefined();
    const attempts = spans.filter((span) => span !== root);
    expect(attempts.every((span) => span.parentSpanContext?.spanId === spanId)).toBe(true);
    const jobs = await inTenant(ctx, ({ jobs }) => jobs.ofRun(run.id));
    const bought = await inTenant(ctx, async ({ purchases }) =>
      (
        await Promise.all(
          jobs.map((job) => purchases.ofClaim({ claimKey: job.claimKey ?? "", call: "main" })),
        )
      ).flat(),
    );
    expect(attempts.map((span) => span.attributes["reelgraph.purchase.id"]).sort()).toEqual(
      bought.map(({ id }) => id).sort(),
    );
    const ofMusic = attempts.filter((span) => span.attributes["reelgraph.job.id"] === "MusicGen");
    expect(ofMusic.map((span) => span.attributes["reelgraph.outcome"])).toEqual(["failed", "succeeded"]);
    // What the spans cost is what the ledger says.
    const cost = attempts.reduce((sum, span) => sum + Number(span.attributes["reelgraph.cost_micros"]), 0);
    expect(cost).toBe(jobs.reduce((sum, job) => sum + job.costMicros, 0));
    expect(root?.attributes["reelgraph.cost_micros"]).toBe(cost);
    expect(cost).toBe(360);
  });

  it("has a log whose levels tell what went wrong and what was only tried again", async () => {
    const { ctx, run } = await aRun();
    const all = await getRunLog({ ctx, input: { id: run.id, level: "info" } });
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1));
    const warnings = await getRunLog({ ctx, input: { id: run.id, level: "warn" } });
    expect(warnings).toMatchObject([{ level: "warn", event: "job-progress", jobId: "MusicGen" }]);
    expect(await getRunLog({ ctx, input: { id: run.id, level: "error" } })).toEqual([]);
    await expect(getRunLog({ ctx, input: { id: "run_none", level: "info" } })).rejects.toMatchObject({
      code: expect.stringMatching(/not-found|invalid-input/),
    });
  });

  it("comes as a bundle with the row, the log, the plan and every outcome", async () => {
    const { ctx, run } = await aRun();
    const { name, bytes } = await bundleRun({ ctx, input: { id: run.id } });
    expect(name).toBe(`${run.id}.zip`);
    const files = unzipSync(bytes);
    expect(JSON.parse(text(files["run.json"]))).toMatchObject({ id: run.id, status: "succeeded" });
    expect(text(files["run.jsonl"]).trim().split("\n").length).toBeGreaterThan(10);
    const jobs = await inTenant(ctx, ({ jobs }) => jobs.ofRun(run.id));
    for (const { jobId } of jobs) {
      const outcome = JSON.parse(text(files[`dag/000001/jobs/${jobId}.json`]));
      expect(outcome).toMatchObject({ jobId, status: "succeeded" });
    }
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining(["dag/000001/plan.json", "dag/000001/inputs.json"]),
    );
  });
});
