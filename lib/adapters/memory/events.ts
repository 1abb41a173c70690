import type { EventLog, EventRow } from "../../ports/database";
import { jsonContains } from "./columns";
import { ownRow, ownRows, type Session } from "./session";
import { keyOf } from "./tables";

export function createEventLog(session: Session): EventLog {
  const { tables, workspaceId } = session;
  const { videos, events } = tables;
  const page = (index: string, key: string, after: number, limit: number): EventRow[] =>
    ownRows(session, events.by(index, key))
      .filter((event) => event.seq > after)
      .sort((one, other) => one.seq - other.seq)
      .slice(0, limit)
      .map(({ workspaceId: _owner, ...event }) => event);
  return {
    async append(newEvents) {
      const videoId = newEvents[0]?.videoId;
      if (videoId === undefined) return [];
      if (newEvents.some((event) => event.videoId !== videoId)) {
        throw new Error("Events of two videos cannot be appended together.");
      }
      const video = ownRow(session, videos.find(videoId));
      if (!video) throw new Error(`No video ${videoId} to append events to.`);
      const first = video.lastEventSeq + 1;
      videos.update(video, { lastEventSeq: video.lastEventSeq + newEvents.length });
      return newEvents.map((event, index) => {
        events.insert({ ...event, workspaceId, seq: first + index });
        return first + index;
      });
    },
    async ofRun({ runId, after, limit }) {
      return page("run", runId, after, limit);
    },
    async has({ runId, type, data }) {
      return ownRows(session, events.by("type", keyOf(runId, type))).some((event) =>
        jsonContains(event.data, data),
      );
    },
    async ofVideo({ videoId, after, limit }) {
      return page("video", videoId, after, limit);
    },
  };
}
