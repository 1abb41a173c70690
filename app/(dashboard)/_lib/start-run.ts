import type { CreatedRunView } from "../../../lib/api/contract/regeneration";
import type { PlanOptions } from "../../../lib/core/plan/types";
import { fetchJson } from "./api";
import { newKey } from "./new-key";
import { SubmissionKeys } from "./submission";

/** One per place that starts runs: a retry of what may have been accepted repeats its key. */
export class RunStarter {
  private readonly keys = new SubmissionKeys(newKey);

  constructor(private readonly videoId: string) {}

  /** The run's id; null when there was nothing to do. `maxCostMicros`: the price that was shown; more is refused. */
  async start(
    request: Omit<PlanOptions, "downstream"> & { maxCostMicros?: number | undefined },
  ): Promise<string | null> {
    const body = JSON.stringify(request);
    try {
      const created = await fetchJson<CreatedRunView>(
        `/api/v1/videos/${encodeURIComponent(this.videoId)}/runs`,
        {
          method: "POST",
          headers: { "content-type": "application/json", "idempotency-key": this.keys.keyFor(body) },
          body,
        },
      );
      this.keys.settle(null);
      return created.run?.id ?? null;
    } catch (error) {
      this.keys.settle(error);
      throw error;
    }
  }
}
