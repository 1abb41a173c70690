import { unspeakable } from "../../core/catalogue/unspeakable";
import { invalidInput, ReelgraphError } from "../../core/errors";
import { parseInputs, type VideoInputs } from "../../core/graph/inputs";
import type { Context } from "../context";

type Checker = Pick<Context, "catalogue" | "models">;

/** The inputs with every default, by the rules of the core. Throws `invalid-input` with one pointer per field at fault. */
export function checkedInputs(options: { ctx: Checker; raw: unknown }): VideoInputs {
  const parsed = parseInputs(options.raw);
  if (!parsed.ok) {
    const [first, ...others] = parsed.errors;
    throw new ReelgraphError({
      code: "invalid-input",
      message: others.length === 0 && first ? first.message : `${parsed.errors.length} inputs are not valid.`,
      errors: parsed.errors,
    });
  }
  assertVoiceCanSpeak({ ctx: options.ctx, inputs: parsed.inputs });
  return parsed.inputs;
}

/** What no configured voice can speak is refused before anything is made (graph.md: the offline studio speaks English only). */
function assertVoiceCanSpeak(options: { ctx: Checker; inputs: VideoInputs }): void {
  const { ctx, inputs } = options;
  const { voices, hasVoice } = ctx.catalogue;
  const { VoiceId } = inputs;
  const fault = unspeakable({ inputs, models: ctx.models });
  if (fault) throw invalidInput(fault.pointer, fault.message);
  if (!hasVoice(VoiceId)) {
    const known = ["default", ...voices.map((voice) => voice.id)].join(", ");
    throw invalidInput("/inputs/VoiceId", `VoiceId: there is no voice "${VoiceId}". Use one of ${known}.`);
  }
}
