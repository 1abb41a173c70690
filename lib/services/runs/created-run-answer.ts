import type { CreatedRunView } from "../../api/contract/regeneration";
import type { StoredAnswer } from "../../ports/database";
import type { CreatedRun } from "./create-run";
import { toRunView } from "./to-run-view";

/** What `POST …/runs` answers: 202 with the run, or 200 without one when there is nothing to do. */
export function createdRunAnswer({ run, plan }: CreatedRun): StoredAnswer {
  const view: CreatedRunView = {
    run: run ? toRunView(run, [], null) : null,
    quote: plan.quote,
    artifacts: plan.artifacts,
  };
  return {
    status: run ? 202 : 200,
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      ...(run ? { location: `/api/v1/runs/${run.id}` } : {}),
    },
    body: JSON.stringify(view),
  };
}
