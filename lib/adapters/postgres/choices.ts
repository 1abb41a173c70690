import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { chosenArtifacts, discardedResults } from "../../../drizzle/schema";
import type { PurchaseId, WorkspaceId } from "../../core/ids";
import type { ArtifactRecord } from "../../core/plan/types";
import type { ChoiceRepository } from "../../ports/choices";
import type { Session } from "./session";

export function createChoiceRepository(session: Session, workspaceId: WorkspaceId): ChoiceRepository {
  const chosenOf = (videoId: string) =>
    and(eq(chosenArtifacts.workspaceId, workspaceId), eq(chosenArtifacts.videoId, videoId));
  return {
    async chosen(videoId) {
      const rows = await session
        .select()
        .from(chosenArtifacts)
        .where(chosenOf(videoId))
        .orderBy(asc(chosenArtifacts.artifact));
      return Object.fromEntries(
        rows.map((row) => [row.artifact, row.record as unknown as ArtifactRecord] as const),
      );
    },
    async choose({ videoId, records, at }) {
      if (records.length === 0) return;
      const rows = records.map((record) => ({
        videoId,
        artifact: record.id,
        workspaceId,
        record: record as unknown as Record<string, unknown>,
        chosenAt: at,
      }));
      await session
        .insert(chosenArtifacts)
        .values(rows)
        .onConflictDoUpdate({
          target: [chosenArtifacts.videoId, chosenArtifacts.artifact],
          set: { record: sql`excluded.record`, chosenAt: at },
        });
    },
    async forget({ videoId, artifacts }) {
      if (artifacts.length === 0) return;
      await session
        .delete(chosenArtifacts)
        .where(and(chosenOf(videoId), inArray(chosenArtifacts.artifact, [...artifacts])));
    },
    async discard({ videoId, purchaseId, at }) {
      await session
        .insert(discardedResults)
        .values({ videoId, purchaseId, workspaceId, discardedAt: at })
        .onConflictDoNothing();
    },
    async discarded(videoId) {
      const rows = await session
        .select({ id: discardedResults.purchaseId })
        .from(discardedResults)
        .where(and(eq(discardedResults.workspaceId, workspaceId), eq(discardedResults.videoId, videoId)));
      return new Set(rows.map(({ id }) => id as PurchaseId));
    },
  };
}
