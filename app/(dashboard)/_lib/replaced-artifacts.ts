import type { VideoInputs } from "../../../lib/core/graph/inputs";
import { narratedVideo, visualsOf } from "../../../lib/core/graph/narrated-video";
import { parseConcrete } from "../../../lib/core/graph/notation";

/**
 * The artifacts in whose place a person's input stands in a film with these inputs: `SegmentNarrationInput[1]` for
 * `NarrationSegmentScript[1]`. None where the segment's branch has no such artifact.
 */
export function replacedArtifacts(family: string, inputs: VideoInputs, name: string): string[] {
  const segment = parseConcrete(name)?.index[0] ?? 0;
  const visuals = visualsOf(inputs, segment);
  return [...narratedVideo.artifacts.values()]
    .filter(({ replacedBy, producers }) => replacedBy === family && producers.some((id) => isIn(id, visuals)))
    .map((artifact) => artifact.family + name.slice(family.length));
}

function isIn(generatorId: string, visuals: string): boolean {
  const when = narratedVideo.generators.find(({ id }) => id === generatorId)?.when.visuals;
  return when === undefined || when.includes(visuals);
}
