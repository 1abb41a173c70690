import { ReelgraphError } from "../../core/errors";
import type { RunId, VideoId } from "../../core/ids";
import type { MicroUsd } from "../../core/money/micro-usd";
import { RUN_TRANSITIONS, statesAllowing } from "../../core/run/run-state";
import type { Fence, RunRepository, RunRow, SystemRunRepository } from "../../ports/database";
import { assertOwn, copiesOf, copyOf, ownRow, ownRows, type Session } from "./session";
import { isLiveRun, type Tables } from "./tables";
import { byNewest } from "./videos";

function stale(): ReelgraphError {
  return new ReelgraphError({
    code: "stale-epoch",
    message: "Another executor of this run, or another run, has taken over. Nothing was written.",
  });
}

const isExport = ({ type }: RunRow) => type === "export";

export function createRunRepository(session: Session): RunRepository {
  const { runs, leases, journal } = session.tables;
  const own = (id: RunId) => ownRow(session, runs.find(id));
  const ofVideo = (videoId: VideoId) => ownRows(session, runs.by("video", videoId));
  const buildsOf = (videoId: VideoId) => ofVideo(videoId).filter((run) => !isExport(run));
  const activeOf = (videoId: VideoId) => buildsOf(videoId).find(isLiveRun) ?? null;
  const liveOf = (id: RunId) => {
    const run = own(id);
    return run && isLiveRun(run) ? run : null;
  };
  const ofSlice = ({ runId, epoch, sliceEpoch }: Fence) => {
    const run = own(runId);
    return run?.epoch === epoch && run.sliceEpoch === sliceEpoch ? run : null;
  };

  function leased({ runId, epoch }: Pick<Fence, "runId" | "epoch">): RunRow {
    const run = liveOf(runId);
    const lease = run && ownRow(session, leases.find(run.videoId));
    if (!run || run.epoch !== epoch || lease?.epoch !== epoch) throw stale();
    return run;
  }

  return {
    async insert(row) {
      assertOwn(session, row);
      if (runs.find(row.id)) {
        throw journal.refusal('duplicate key value violates unique constraint "runs_pkey"');
      }
      if (runs.insertNew(row)) return;
      const active = activeOf(row.videoId);
      throw new ReelgraphError({
        code: "run-active",
        message: "This video has an active run. Wait for it to end or cancel it, then start another.",
        details: active ? { run: { id: active.id, status: active.status } } : {},
      });
    },
    async find(id) {
      return copyOf(own(id));
    },
    async ofVideo({ videoId, limit }) {
      return copiesOf(ofVideo(videoId).sort(byNewest).slice(0, limit));
    },
    async newestOf(videoIds) {
      const newest = [...new Set(videoIds)].sort().flatMap((videoId) => {
        const sorted = ofVideo(videoId).sort(byNewest);
        return [sorted.find((run) => !isExport(run)), sorted.find(isExport)];
      });
      return copiesOf(newest.filter((run) => run !== undefined));
    },
    async active(videoId) {
      return copyOf(activeOf(videoId));
    },
    async nextRevision(videoId) {
      return Math.max(0, ...buildsOf(videoId).map((run) => run.revision)) + 1;
    },
    async ofRevision({ videoId, revision }) {
      return copyOf(buildsOf(videoId).find((run) => run.revision === revision) ?? null);
    },
    async exportAfter(id) {
      const after = own(id);
      const found = after && ofVideo(after.videoId).find((run) => isExport(run) && followed(run) === id);
      return copyOf(found ?? null);
    },
    async move({ id, event, from, set }) {
      const run = own(id);
      if (!run || !statesAllowing(event).includes(run.status) || from?.includes(run.status) === false)
        return null;
      const status = RUN_TRANSITIONS[run.status][event];
      return status === "refused" ? null : { ...runs.update(run, { ...set, status }) };
    },
    async countStart({ id, from, at }) {
      const run = liveOf(id);
      return run?.starts === from ? runs.update(run, { starts: from + 1, heartbeatAt: at }).starts : null;
    },
    async setWorkflowRun({ id, workflowRunId }) {
      const run = own(id);
      if (run) runs.update(run, { workflowRunId });
    },
    async takeSlice({ id, at, until }) {
      const run = own(id);
      if (run?.status !== "running" && run?.status !== "cancelling") return null;
      if (run.sliceUntil !== null && run.sliceUntil > at) return null;
      return { ...runs.update(run, { sliceEpoch: run.sliceEpoch + 1, heartbeatAt: at, sliceUntil: until }) };
    },
    async heartbeat({ fence, at, until }) {
      const run = ofSlice(fence);
      if (!run || !isLiveRun(run)) return false;
      runs.update(run, { heartbeatAt: at, sliceUntil: until });
      return true;
    },
    async closeSlice(fence) {
      const run = ofSlice(fence);
      if (run) runs.update(run, { sliceUntil: null });
    },
    async assertFence(fence) {
      const run = leased(fence);
      if (run.sliceEpoch !== fence.sliceEpoch) throw stale();
      return run.status;
    },
    async assertLease(lease) {
      return leased(lease).status;
    },
    async setProgress({ id, progress, at }) {
      const run = liveOf(id);
      if (run) runs.update(run, { result: { ...run.result, progress }, heartbeatAt: at });
      return run !== null;
    },
    async totalCost(videoId) {
      return ofVideo(videoId).reduce((sum, run) => sum + run.costMicros, 0) as MicroUsd;
    },
  };
}

function followed({ options }: RunRow): string | undefined {
  return "afterRunId" in options ? options.afterRunId : undefined;
}

export function createSystemRunRepository({ runs }: Tables): SystemRunRepository {
  return {
    async stalled({ before, limit }) {
      const isPast = (moment: Date | null) => moment === null || moment < before;
      const found = runs
        .by("alive", "alive")
        .filter((run) => run.createdAt < before && isPast(run.heartbeatAt) && isPast(run.wakeAt))
        .sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime());
      return copiesOf(found.slice(0, limit));
    },
    async due({ before, limit }) {
      const found = runs
        .by("alive", "alive")
        .filter(({ status, starts, wakeAt }) => {
          if (status === "queued") return starts === 0;
          return (status === "waiting" || status === "cancelling") && wakeAt !== null && wakeAt < before;
        })
        .sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime());
      return copiesOf(found.slice(0, limit));
    },
    async find(id) {
      return copyOf(runs.find(id));
    },
  };
}
