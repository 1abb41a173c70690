import { nodeSha256 } from "../../adapters/node/sha256";
import { unspeakable } from "../../core/catalogue/unspeakable";
import { expandGraph } from "../../core/graph/expand";
import type { VideoInputs } from "../../core/graph/inputs";
import { narratedVideo } from "../../core/graph/narrated-video";
import type { ModelChoices } from "../../core/plan/fingerprint-fields";
import { planVideo } from "../../core/plan/plan";
import type { Plan } from "../../core/plan/types";
import { CliFailure, EXIT } from "../exit";

/** The plan of a new video, by the code that a server plans with. Pure; the seed is 0, so a plan can be compared. */
export function planInputs({ inputs, models }: { inputs: VideoInputs; models: ModelChoices }): Plan {
  const fault = unspeakable({ inputs, models });
  if (fault) throw new CliFailure({ exitCode: EXIT.usage, message: fault.message });
  return planVideo({
    graph: expandGraph({ blueprint: narratedVideo, inputs }),
    blueprint: narratedVideo,
    inputs,
    seed: 0,
    models,
    head: null,
    options: { mode: "dirty" },
    hash: nodeSha256,
  });
}
