import type { z } from "zod";
import { readinessSchema } from "../../api/contract/videos";

export type Readiness = z.infer<typeof readinessSchema>;

const PATIENCE_MS = 5_000;

/** What the server at `url` says of itself; null when it doesn't answer, or isn't a Reelgraph server. */
export async function askReadiness(url: string, apiKey: string | undefined): Promise<Readiness | null> {
  try {
    const response = await fetch(new URL("/api/v1/readyz", url), {
      headers: apiKey ? { authorization: `Bearer ${apiKey}` } : {},
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const parsed = readinessSchema.safeParse(await response.json());
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export async function isReady(url: string, apiKey: string | undefined): Promise<boolean> {
  return (await askReadiness(url, apiKey))?.status === "ready";
}
