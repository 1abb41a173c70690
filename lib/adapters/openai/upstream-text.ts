import { GeneratorFailure } from "../../core/run/failure";
import type { GenerationRequest } from "../../ports/generator";

/**
 * The text of a dependency, word for word, whether a generator wrote it (an artifact) or a person did (an input that stands in its
 * place); undefined when the job has no such dependency.
 */
export async function findText(
  request: GenerationRequest,
  artifact: string,
  input?: string,
): Promise<string | undefined> {
  const isOf = (name: string, family: string) => name === family || name.startsWith(`${family}[`);
  for (const [name, upstream] of request.artifacts) {
    if (isOf(name, artifact))
      return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await upstream.read());
  }
  const given = Object.entries(request.inputs).find(([name]) => input !== undefined && isOf(name, input));
  return given === undefined ? undefined : String(given[1]);
}

/** The same, for what the job cannot do without. */
export async function textOf(request: GenerationRequest, artifact: string, input: string): Promise<string> {
  const text = await findText(request, artifact, input);
  if (text !== undefined) return text;
  throw new GeneratorFailure({ failureClass: "permanent", message: `${request.jobId} got no ${artifact}.` });
}
