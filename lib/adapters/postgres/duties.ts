import { and, eq, isNull, lte, or } from "drizzle-orm";
import { duties } from "../../../drizzle/schema";
import type { Duty, DutyRepository } from "../../ports/cleaning";
import type { Session } from "./session";

export function createDutyRepository(session: Session): DutyRepository {
  const held = (name: string, holder: string) => and(eq(duties.name, name), eq(duties.holder, holder));
  const free = { holder: null, heldUntil: null };
  return {
    async find(name) {
      const rows = await session.select().from(duties).where(eq(duties.name, name));
      return rows[0] ? toDuty(rows[0]) : null;
    },
    async take({ name, holder, at, until }) {
      await session.insert(duties).values({ name }).onConflictDoNothing();
      const rows = await session
        .update(duties)
        .set({ holder, heldUntil: until })
        .where(and(eq(duties.name, name), or(isNull(duties.heldUntil), lte(duties.heldUntil, at))))
        .returning();
      return rows[0] ? toDuty(rows[0]) : null;
    },
    async keep({ name, holder, until, progress }) {
      const kept = await session
        .update(duties)
        .set({ heldUntil: until, progress })
        .where(held(name, holder))
        .returning({ name: duties.name });
      return kept.length === 1;
    },
    async leave({ name, holder }) {
      await session.update(duties).set(free).where(held(name, holder));
    },
    async finish({ name, holder, at, report }) {
      const finished = await session
        .update(duties)
        .set({ ...free, progress: null, finishedAt: at, report })
        .where(held(name, holder))
        .returning({ name: duties.name });
      return finished.length === 1;
    },
  };
}

function toDuty({ progress, finishedAt, report }: typeof duties.$inferSelect): Duty {
  return { progress, finishedAt, report };
}
