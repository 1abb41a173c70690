import type { CreatedVideoView } from "../../api/contract/videos";
import { publicRunStatus } from "../../core/run/run-state";
import type { StoredAnswer } from "../../ports/database";
import type { CreatedVideo } from "./create-video";

/** What `POST /videos` answers: 202 with a run under way, 201 for a draft. Stored with the request's key, byte for byte. */
export function createdVideoAnswer({ video, run, plan }: CreatedVideo): StoredAnswer {
  const self = `/api/v1/videos/${video.id}`;
  const view: CreatedVideoView = {
    id: video.id,
    status: video.status,
    headRevision: video.headRevision,
    run: run ? { id: run.id, status: publicRunStatus(run.status) } : null,
    quote: plan.quote,
    links: {
      self,
      run: run ? `/api/v1/runs/${run.id}` : null,
      events: run ? `/api/v1/runs/${run.id}/events` : null,
    },
  };
  return {
    status: run ? 202 : 201,
    headers: { "content-type": "application/json", location: self, "cache-control": "no-store" },
    body: JSON.stringify(view),
  };
}
