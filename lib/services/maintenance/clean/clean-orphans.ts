import { z } from "zod";
import type { WorkspaceId } from "../../../core/ids";
import type { CleanableVideo } from "../../../ports/cleaning";
import type { Context, Ports } from "../../context";
import { cleanVideo } from "./clean-video";
import { collectVideo } from "./collect-video";
import { emptyTrash } from "./empty-trash";
import type { CleaningPolicy } from "./policy";
import { type CleaningReport, emptyReport } from "./report";

const DUTY = "clean-orphans";
const PAGE = 100;
/** A cleaner without a sign of life for this long is taken for dead. */
const ALIVE_MS = 2 * 60_000;
const BEAT_EVERY_MS = 10_000;
/** One video may be broken; so many in a row means that store or database are. */
const MOST_FAILURES_IN_A_ROW = 5;

export interface Cleaning extends CleaningReport {
  /** `unfinished`: the next call goes on where this one had to stop; `busy`: somebody else is at it. */
  outcome: "finished" | "unfinished" | "busy";
}

/**
 * One round over all workspaces (storage.md, Cleaning): orphans of every video to the trash, deleted videos whose time is over, then
 * the trash of days long gone. One process at a time does it, as far as `budgetMs` goes, and whoever is next goes on from there. That
 * only one does it is thrift: two at once would do no harm.
 */
export async function cleanOrphans(options: {
  ports: Ports;
  policy: CleaningPolicy;
  input: { dryRun: boolean };
  /** How long it may take; undefined: as long as it takes. */
  budgetMs?: number;
}): Promise<Cleaning> {
  const { ports, policy, input, budgetMs } = options;
  if (input.dryRun) return { ...(await cleanAll({ ports, policy, dryRun: true })), outcome: "finished" };
  const { clock, database } = ports;
  const startedAt = clock.now().getTime();
  const holder = ports.ids.nonce();
  const hold = (at: Date) => ({ name: DUTY, holder, until: new Date(at.getTime() + ALIVE_MS) });
  const at = clock.now();
  const duty = await database.system(({ duties }) => duties.take({ ...hold(at), at }));
  if (duty === null) return { ...emptyReport(false), outcome: "busy" };
  const before = progressShape.safeParse(duty.progress).data;
  const report = { ...emptyReport(false), ...structuredClone(before?.report) };
  let beatAt = startedAt;
  let isMine = true;
  const goOn = async (after: string): Promise<boolean> => {
    const now = clock.now();
    const isOver = budgetMs !== undefined && now.getTime() - startedAt >= budgetMs;
    if (isOver || now.getTime() - beatAt >= BEAT_EVERY_MS) {
      beatAt = now.getTime();
      const progress = { after, report: structuredClone(report) };
      isMine = await database.system(({ duties }) => duties.keep({ ...hold(now), progress }));
    }
    return isMine && !isOver;
  };
  try {
    const isThrough = await cleanVideos({ ports, policy, report, after: before?.after, goOn });
    if (!isThrough) return { ...report, outcome: isMine ? "unfinished" : "busy" };
    await emptyTrash({ ports, contextOf: contextsOf(ports), policy, report });
    await database.system(({ duties }) =>
      duties.finish({ name: DUTY, holder, at: clock.now(), report: structuredClone({ ...report }) }),
    );
    ports.log.info({ ...report }, "cleaned");
    return { ...report, outcome: "finished" };
  } finally {
    await database.system(({ duties }) => duties.leave({ name: DUTY, holder })).catch(() => {});
  }
}

/** The same for the workspace of whoever asks, at once and to its end. */
export async function cleanWorkspace(options: {
  ctx: Context;
  policy: CleaningPolicy;
  input: { dryRun: boolean };
}): Promise<Cleaning> {
  const { ctx, policy, input } = options;
  const { workspaceId } = ctx;
  const report = await cleanAll({ ports: ctx, policy, dryRun: input.dryRun, workspaceId });
  return { ...report, outcome: "finished" };
}

/** When the last round was finished; null = never. */
export async function lastCleaned(ports: Ports): Promise<Date | null> {
  return (await ports.database.system(({ duties }) => duties.find(DUTY)))?.finishedAt ?? null;
}

const progressShape = z.object({
  after: z.string(),
  report: z.custom<CleaningReport>((value) => typeof value === "object" && value !== null),
});

async function cleanAll(options: {
  ports: Ports;
  policy: CleaningPolicy;
  dryRun: boolean;
  workspaceId?: WorkspaceId;
}): Promise<CleaningReport> {
  const { ports, policy, dryRun, workspaceId } = options;
  const report = emptyReport(dryRun);
  const scope = workspaceId === undefined ? {} : { workspaceId };
  await cleanVideos({ ports, policy, report, ...scope, goOn: async () => true });
  await emptyTrash({ ports, contextOf: contextsOf(ports), policy, report, ...scope });
  return report;
}

/** False: it was stopped before its end. */
async function cleanVideos(options: {
  ports: Ports;
  policy: CleaningPolicy;
  report: CleaningReport;
  workspaceId?: WorkspaceId;
  after?: string | undefined;
  goOn(after: string): Promise<boolean>;
}): Promise<boolean> {
  const { ports, policy, report, workspaceId, goOn } = options;
  const contextOf = contextsOf(ports);
  const scope = workspaceId === undefined ? {} : { workspaceId };
  let after = options.after;
  let failures = 0;
  for (;;) {
    const from = after === undefined ? {} : { after };
    const page = await ports.database.system(({ videos }) => videos.page({ ...scope, ...from, limit: PAGE }));
    for (const found of page) {
      const { id } = found.video;
      const ctx = contextOf(found.video.workspaceId);
      const error = await cleanOne({ ctx, found, policy, report }).then(
        () => null,
        (failure: unknown) => failure,
      );
      failures = error === null ? 0 : failures + 1;
      if (error !== null) {
        ports.log.error({ videoId: id, error: String(error) }, "cleaning-failed");
        report.left.failed++;
        if (failures >= MOST_FAILURES_IN_A_ROW) throw error;
      }
      after = id;
      if (!(await goOn(id))) return false;
    }
    if (page.length < PAGE) return true;
  }
}

async function cleanOne(options: {
  ctx: Context;
  found: CleanableVideo;
  policy: CleaningPolicy;
  report: CleaningReport;
}): Promise<void> {
  if (await collectVideo(options)) return;
  const { ctx, found, policy, report } = options;
  await cleanVideo({ ctx, videoId: found.video.id, policy, report });
}

function contextsOf(ports: Ports): (workspaceId: WorkspaceId) => Context {
  return (workspaceId) => ({ ...ports, workspaceId, actor: "cleaner" });
}
