import type { DutyRepository } from "../../ports/cleaning";
import type { Tables } from "./tables";

export function createDutyRepository({ duties }: Tables): DutyRepository {
  const held = (name: string, holder: string) => {
    const row = duties.find(name);
    return row?.holder === holder ? row : null;
  };
  return {
    async find(name) {
      const row = duties.find(name);
      return row && { progress: row.progress, finishedAt: row.finishedAt, report: row.report };
    },
    async take({ name, holder, at, until }) {
      duties.insertNew({
        name,
        holder: null,
        heldUntil: null,
        progress: null,
        finishedAt: null,
        report: null,
      });
      const row = duties.find(name);
      if (!row || (row.heldUntil !== null && row.heldUntil > at)) return null;
      const { progress, finishedAt, report } = duties.update(row, { holder, heldUntil: until });
      return { progress, finishedAt, report };
    },
    async keep({ name, holder, until, progress }) {
      const row = held(name, holder);
      if (row) duties.update(row, { heldUntil: until, progress });
      return row !== null;
    },
    async leave({ name, holder }) {
      const row = held(name, holder);
      if (row) duties.update(row, { holder: null, heldUntil: null });
    },
    async finish({ name, holder, at, report }) {
      const row = held(name, holder);
      if (row) duties.update(row, { holder: null, heldUntil: null, progress: null, finishedAt: at, report });
      return row !== null;
    },
  };
}
