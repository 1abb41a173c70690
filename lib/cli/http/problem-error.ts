import { problemSchema } from "../../api/contract/common";
import { ReelgraphError } from "../../core/errors";

/** The error an unsuccessful answer stands for: its problem document, or a description of what came instead. */
export async function errorOfResponse(response: Response): Promise<ReelgraphError> {
  const text = await response.text().catch(() => "");
  const problem = problemSchema.safeParse(parseOrNull(text));
  const where = `${response.status} from ${new URL(response.url).pathname}`;
  if (!problem.success) {
    const retryable = response.status === 429 || response.status >= 502;
    const message = `Unexpected answer: ${where}. Is this address a Reelgraph server?`;
    return new ReelgraphError({ code: "internal", message, retryable });
  }
  const { code, title, detail, errors, retryAfterSeconds, ...rest } = problem.data;
  const header = Number(response.headers.get("retry-after"));
  return new ReelgraphError({
    code,
    message: detail || title,
    errors: errors ?? [],
    retryable: response.status === 429 || response.status >= 502,
    retryAfterSeconds: retryAfterSeconds ?? (header > 0 ? header : undefined),
    details: rest,
  });
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
