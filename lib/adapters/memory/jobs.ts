import { JOB_TRANSITIONS } from "../../core/run/job-state";
import type { JobRepository } from "../../ports/database";
import { assertOwn, copiesOf, ownRow, ownRows, type Session } from "./session";
import { keyOf } from "./tables";

export function createJobRepository(session: Session): JobRepository {
  const { jobs } = session.tables;
  const repository: JobRepository = {
    async insertAll(rows) {
      for (const row of rows) {
        assertOwn(session, row);
        jobs.insertNew(row);
      }
    },
    async ofRun(runId) {
      const rows = ownRows(session, jobs.by("run", runId));
      return copiesOf(rows.sort((one, other) => one.layer - other.layer || one.priority - other.priority));
    },
    async move({ runId, jobId, event, set }) {
      const row = ownRow(session, jobs.find(keyOf(runId, jobId)));
      const state = row ? JOB_TRANSITIONS[row.state][event] : "refused";
      if (!row || state === "refused") return false;
      jobs.update(row, { ...set, state });
      return true;
    },
    async moveAll({ runId, event, moves }) {
      const moved = new Set<string>();
      for (const { jobId, set } of moves) {
        if (await repository.move({ runId, jobId, event, set })) moved.add(jobId);
      }
      return moved;
    },
  };
  return repository;
}
