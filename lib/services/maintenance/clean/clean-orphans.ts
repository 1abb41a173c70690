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
/** One video may be broken; so many in a row mean that store or database are. */
const MOST_FAILURES_IN_A_ROW = 5;

/** Where a round stands: behind which video, or at the trash (`null`), which comes last and is shorter each time. */
type Place = { after?: string } | null;

export interface Cleaning extends CleaningReport {
  /** `unfinished`: the next call goes on where this one had to stop; `busy`: somebody else is at it. */
  outcome: "finished" | "unfinished" | "busy";
}

/**
 * One round over all workspaces (storage.md, Cleaning): orphans of every video to the trash, deleted videos whose time is over, then
 * the trash of days long gone. One process at a time does it, as far as `budgetMs` goes, and whoever is next goes on from there. That
 * only one does it is thrift: two at once would do no harm. A dry run counts as far as the budget goes, and leaves no trace.
 */
export async function cleanOrphans(options: {
  ports: Ports;
  policy: CleaningPolicy;
  input: { dryRun: boolean };
  /** How long it may take, as far as single videos allow; undefined: as long as it takes. */
  budgetMs?: number;
}): Promise<Cleaning> {
  const { ports, policy, input, budgetMs } = options;
  const { clock, database } = ports;
  const isOver = stopAfter(ports, budgetMs);
  if (input.dryRun) {
    const report = emptyReport(true);
    const place = await clean({ ports, policy, report, place: {}, goOn: async () => !isOver() });
    return { ...report, outcome: place === "through" ? "finished" : "unfinished" };
  }
  const holder = ports.ids.nonce();
  const hold = (at: Date) => ({ name: DUTY, holder, until: new Date(at.getTime() + ALIVE_MS) });
  const now = clock.now();
  const duty = await database.system(({ duties }) => duties.take({ ...hold(now), at: now }));
  if (duty === null) return { ...emptyReport(false), outcome: "busy" };
  const before = progressShape.safeParse(duty.progress).data;
  const report = { ...emptyReport(false), ...structuredClone(before?.report) };
  let beatAt = now.getTime();
  let isMine = true;
  const keep = async (place: Place) => {
    const at = clock.now();
    beatAt = at.getTime();
    const progress = structuredClone({ place, report });
    isMine = await database.system(({ duties }) => duties.keep({ ...hold(at), progress }));
  };
  const goOn = async (place: Place) => {
    if (isOver() || clock.now().getTime() - beatAt >= BEAT_EVERY_MS) await keep(place);
    return isMine && !isOver();
  };
  try {
    const start = before === undefined ? {} : before.place;
    const place = await clean({ ports, policy, report, place: start, goOn, onStop: keep });
    if (place !== "through") return { ...report, outcome: isMine ? "unfinished" : "busy" };
    const end = { name: DUTY, holder, at: clock.now(), report: structuredClone({ ...report }) };
    isMine = await database.system(({ duties }) => duties.finish(end));
    ports.log.info({ ...report }, "cleaned");
    return { ...report, outcome: isMine ? "finished" : "busy" };
  } finally {
    await database.system(({ duties }) => duties.leave({ name: DUTY, holder })).catch(() => {});
  }
}

/**
 * The same for the workspace of whoever asks, with no duty and no memory: `next` says where the next call goes on, null when it is
 * through.
 */
export async function cleanWorkspace(options: {
  ctx: Context;
  policy: CleaningPolicy;
  input: { dryRun: boolean; after?: string | undefined };
  budgetMs?: number;
}): Promise<Cleaning & { next: string | null }> {
  const { ctx, policy, input, budgetMs } = options;
  const { workspaceId } = ctx;
  const report = emptyReport(input.dryRun);
  const isOver = stopAfter(ctx, budgetMs);
  const place = input.after === AT_TRASH ? null : input.after === undefined ? {} : { after: input.after };
  const goOn = async () => !isOver();
  const stop = await clean({ ports: ctx, policy, report, place, goOn, workspaceId });
  if (stop === "through") return { ...report, outcome: "finished", next: null };
  return { ...report, outcome: "unfinished", next: stop === null ? AT_TRASH : (stop.after ?? null) };
}

/** No video has this id. */
const AT_TRASH = "trash";

/** When the last round was finished; null = never. */
export async function lastCleaned(ports: Ports): Promise<Date | null> {
  return (await ports.database.system(({ duties }) => duties.find(DUTY)))?.finishedAt ?? null;
}

const progressShape = z.object({
  place: z.object({ after: z.string().optional() }).nullable(),
  report: z.custom<CleaningReport>((value) => typeof value === "object" && value !== null),
});

function stopAfter({ clock }: Ports, budgetMs: number | undefined): () => boolean {
  const startedAt = clock.now().getTime();
  return () => budgetMs !== undefined && clock.now().getTime() - startedAt >= budgetMs;
}

interface Round {
  ports: Ports;
  policy: CleaningPolicy;
  report: CleaningReport;
  workspaceId?: WorkspaceId;
  place: Place;
  goOn(place: Place): Promise<boolean>;
  /** Where it stands when it gives up. */
  onStop?(place: Place): Promise<void>;
}

/** Where it was stopped. */
async function clean(options: Round): Promise<"through" | Place> {
  const { ports, report, policy, workspaceId, place, goOn } = options;
  const stop = place === null ? "through" : await cleanVideos({ ...options, after: place.after });
  if (stop !== "through") return stop;
  const isThrough = await emptyTrash({
    ports,
    policy,
    report,
    contextOf: async (videoId) => {
      const found = await ports.database.system(({ videos }) => videos.find(videoId));
      if (!found || (workspaceId !== undefined && found.video.workspaceId !== workspaceId)) return null;
      return { ctx: contextOf(ports, found), isCollected: found.collectedAt !== null };
    },
    goOn: () => goOn(null),
  });
  return isThrough ? "through" : null;
}

async function cleanVideos(options: Round & { after: string | undefined }): Promise<"through" | Place> {
  const { ports, policy, report, workspaceId, goOn, onStop } = options;
  const scope = workspaceId === undefined ? {} : { workspaceId };
  let { after } = options;
  let failures = 0;
  for (;;) {
    const from = after === undefined ? {} : { after };
    const page = await ports.database.system(({ videos }) => videos.page({ ...scope, ...from, limit: PAGE }));
    for (const found of page) {
      const { id } = found.video;
      after = id;
      try {
        await cleanOne({ ctx: contextOf(ports, found), found, policy, report });
        failures = 0;
      } catch (error) {
        ports.log.error({ videoId: id, error: String(error) }, "cleaning-failed");
        report.left.failed++;
        if (++failures < MOST_FAILURES_IN_A_ROW) continue;
        // The next round does not begin with the same ones.
        await onStop?.({ after }).catch(() => {});
        throw error;
      }
      if (!(await goOn({ after }))) return { after };
    }
    if (page.length < PAGE) return "through";
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

function contextOf(ports: Ports, { video }: CleanableVideo): Context {
  return { ...ports, workspaceId: video.workspaceId, actor: "cleaner" };
}
