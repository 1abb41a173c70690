import { GeneratorFailure } from "../../core/run/failure";
import type { GenerationRequest } from "../../ports/generator";

/** The text of a dependency, whether a generator wrote it (an artifact) or a person did (an input that replaces it). */
export async function textOf(request: GenerationRequest, artifact: string, input: string): Promise<string> {
  for (const [name, upstream] of request.artifacts) {
    if (name === artifact || name.startsWith(`${artifact}[`))
      return new TextDecoder().decode(await upstream.read());
  }
  const given = Object.entries(request.inputs).find(
    ([name]) => name === input || name.startsWith(`${input}[`),
  );
  if (given) return String(given[1]);
  throw new GeneratorFailure({ failureClass: "permanent", message: `${request.jobId} got no ${artifact}.` });
}
