import { invalidInput, ReelgraphError } from "../../core/errors";
import { expandGraph } from "../../core/graph/expand";
import { requireInputs, type VideoInputs } from "../../core/graph/inputs";
import { narratedVideo } from "../../core/graph/narrated-video";
import { parseConcrete } from "../../core/graph/notation";
import { type OwnContent, ownContentOf } from "../../core/graph/own-artifacts";
import type { VideoRow } from "../../ports/database";

/** A place in a video's graph where a person's own bytes may stand. */
export interface OwnSlot {
  artifact: string;
  content: OwnContent;
  inputs: VideoInputs;
}

/**
 * The slot of an artifact. Throws `not-found` for what is no artifact of the video, `invalid-input` for what is put together from others,
 * and `conflict` for what the video's inputs do not use.
 */
export function ownSlotOf(video: Pick<VideoRow, "id" | "inputs">, artifact: string): OwnSlot {
  const parsed = parseConcrete(artifact);
  const declared = parsed && narratedVideo.artifacts.get(parsed.family);
  const inputs = requireInputs(video.inputs);
  const graph = expandGraph({ blueprint: narratedVideo, inputs });
  const isThere =
    declared?.dimensions.length === parsed?.index.length &&
    declared?.dimensions.every((dimension, at) => (parsed?.index[at] ?? 0) < (graph.sizes[dimension] ?? 0));
  if (!parsed || !isThere) {
    const message = `Video ${video.id} has no artifact ${artifact.slice(0, 80)}.`;
    throw new ReelgraphError({ code: "not-found", message });
  }
  const content = ownContentOf(parsed.family, inputs);
  if (content === null) {
    throw invalidInput("/name", `${artifact} is put together from the others: bring those along instead.`);
  }
  const given = graph.replaced.get(artifact);
  if (given !== undefined) {
    throw new ReelgraphError({
      code: "conflict",
      message: `Your input ${given} stands in the place of ${artifact}. Change the input, or remove it first.`,
    });
  }
  if (!graph.artifacts.has(artifact)) {
    throw new ReelgraphError({
      code: "conflict",
      message: `The video does not use ${artifact} with its inputs. Change the inputs first.`,
    });
  }
  return { artifact, content, inputs };
}
