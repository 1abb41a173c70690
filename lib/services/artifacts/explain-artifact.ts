import type { WhyView } from "../../api/contract/explanations";
import { ReelgraphError } from "../../core/errors";
import { requireInputs } from "../../core/graph/inputs";
import { NARRATED_VIDEO_WORDS, STRUCTURAL_INPUTS } from "../../core/graph/narrated-video-words";
import { didYouMean } from "../../core/graph/nearest-name";
import { videoId } from "../../core/ids";
import { formatMicros } from "../../core/money/micro-usd";
import { explainArtifact as explain } from "../../core/plan/explain";
import { type Context, inTenant } from "../context";
import { planEdit } from "../plans/plan-edit";
import { requireVideo } from "../runs/require-run";
import { preloadHead } from "../videos/load-head";
import { provenanceOf } from "./provenance";

/** Why an artifact is as it is: the causal chain in words and for programs, and where its bytes came from. */
export async function explainArtifact(options: {
  ctx: Context;
  input: { id: string; name: string };
}): Promise<WhyView> {
  const { ctx, input } = options;
  const id = videoId(input.id);
  await preloadHead({ ctx, id });
  return await inTenant(ctx, async (repositories) => {
    const video = await requireVideo(repositories, id);
    const inputs = requireInputs(video.inputs);
    const planOptions = { mode: "dirty" as const };
    const { graph, plan, head } = await planEdit({ ctx, repositories, video, inputs, planOptions });
    const record = head?.artifacts.get(input.name);
    const made = record ? await provenanceOf({ repositories, video, record }) : null;
    const headRun = await repositories.runs.ofRevision({ videoId: id, revision: video.headRevision });
    const explained = explain({
      artifact: input.name,
      graph,
      plan,
      inputs,
      head,
      headInputs: headRun?.inputs ?? null,
      structural: STRUCTURAL_INPUTS,
      provenance: made && {
        at: made.at.slice(0, 10),
        cost: formatMicros(made.costMicros),
        isAdopted: made.isAdopted,
      },
      words: NARRATED_VIDEO_WORDS,
    });
    if (explained === null) throw unknownArtifact(input.name, id, graph.artifacts.keys());
    return {
      ...explained,
      record: record
        ? {
            revision: record.revision,
            checksum: record.checksum,
            fingerprint: record.fingerprint,
            producedBy: record.producedBy,
            madeFrom: record.madeFrom && { ...record.madeFrom },
          }
        : null,
      provenance: made,
    };
  });
}

function unknownArtifact(name: string, id: string, known: Iterable<string>): ReelgraphError {
  const shown = name.slice(0, 80);
  return new ReelgraphError({
    code: "not-found",
    message: `Video ${id} has no artifact ${shown}.${didYouMean(shown, known)}`,
  });
}
