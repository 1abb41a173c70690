import { nodeSha256 } from "../../adapters/node/sha256";
import { modelChoices } from "../../core/catalogue/model-choices";
import { expandGraph } from "../../core/graph/expand";
import type { VideoInputs } from "../../core/graph/inputs";
import { narratedVideo } from "../../core/graph/narrated-video";
import { planVideo } from "../../core/plan/plan";
import type { Plan } from "../../core/plan/types";

/** The plan of a new video, by the code that a server plans with. Pure; the seed is 0, so a plan can be compared. */
export function planInputs(inputs: VideoInputs): Plan {
  return planVideo({
    graph: expandGraph({ blueprint: narratedVideo, inputs }),
    blueprint: narratedVideo,
    inputs,
    seed: 0,
    models: modelChoices(),
    head: null,
    options: { mode: "dirty" },
    hash: nodeSha256,
  });
}
