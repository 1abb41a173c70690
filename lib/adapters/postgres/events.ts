import { and, asc, eq, gt, sql } from "drizzle-orm";
import { events, videos } from "../../../drizzle/schema";
import type { RunId, VideoId, WorkspaceId } from "../../core/ids";
import type { EventLog, EventRow } from "../../ports/database";
import { rowsOfJson } from "./rows-of-json";
import type { Session } from "./session";

function toEventRow(row: typeof events.$inferSelect): EventRow {
  return {
    seq: row.seq,
    videoId: row.videoId as VideoId,
    runId: row.runId as RunId | null,
    type: row.type,
    at: row.at,
    data: row.data,
  };
}

export function createEventLog(session: Session, workspaceId: WorkspaceId): EventLog {
  return {
    async append(newEvents) {
      const videoId = newEvents[0]?.videoId;
      if (videoId === undefined) return [];
      if (newEvents.some((event) => event.videoId !== videoId)) {
        throw new Error("Events of two videos cannot be appended together.");
      }
      // The update locks the video's row: numbers are given in commit order and a rollback leaves no gap.
      const raised = session.$with("raised").as(
        session
          .update(videos)
          .set({ lastEventSeq: sql`${videos.lastEventSeq} + ${newEvents.length}` })
          .where(and(eq(videos.workspaceId, workspaceId), eq(videos.id, videoId)))
          .returning({ last: videos.lastEventSeq }),
      );
      const said = rowsOfJson({
        table: events,
        alias: "said",
        rows: newEvents.map((event, index) => ({ ...event, workspaceId, seq: index + 1 })),
      });
      const { videoId: ofVideo, seq, workspaceId: ofWorkspace, runId, type, at, data } = said.columns;
      const appended = await session
        .with(raised)
        .insert(events)
        .select(
          sql`select ${ofVideo}, raised.last_event_seq - ${newEvents.length}::int + ${seq}, ${ofWorkspace}, ${runId}, ${type}, ${at}, ${data} from raised, ${said.rows}`,
        )
        .returning({ seq: events.seq });
      if (appended.length === 0) throw new Error(`No video ${videoId} to append events to.`);
      return appended.map((row) => row.seq).sort((left, right) => left - right);
    },
    async ofRun({ runId, after, limit }) {
      const rows = await session
        .select()
        .from(events)
        .where(and(eq(events.workspaceId, workspaceId), eq(events.runId, runId), gt(events.seq, after)))
        .orderBy(asc(events.seq))
        .limit(limit);
      return rows.map(toEventRow);
    },
    async has({ runId, type, data }) {
      const rows = await session
        .select({ seq: events.seq })
        .from(events)
        .where(
          and(
            eq(events.workspaceId, workspaceId),
            eq(events.runId, runId),
            eq(events.type, type),
            sql`${events.data} @> ${JSON.stringify(data)}::jsonb`,
          ),
        )
        .limit(1);
      return rows.length === 1;
    },
    async ofVideo({ videoId, after, limit }) {
      const rows = await session
        .select()
        .from(events)
        .where(and(eq(events.workspaceId, workspaceId), eq(events.videoId, videoId), gt(events.seq, after)))
        .orderBy(asc(events.seq))
        .limit(limit);
      return rows.map(toEventRow);
    },
  };
}
