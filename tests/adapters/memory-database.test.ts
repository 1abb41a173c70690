import { createMemoryDatabase, type MemoryDatabase } from "../../lib/adapters/memory/database";
import type { MicroUsd } from "../../lib/core/money/micro-usd";
import { describeDatabase } from "../conformance/repositories";

let latest: MemoryDatabase;

describeDatabase(
  "memory",
  async () => {
    latest = createMemoryDatabase();
    return latest;
  },
  {
    async setCeiling(workspaceId, ceilingMicros) {
      const { workspaces } = latest.tables;
      const row = workspaces.find(workspaceId);
      if (row) workspaces.update(row, { ceilingMicros: ceilingMicros as MicroUsd | null });
    },
    async books(workspaceId) {
      const { months, ledger } = latest.tables;
      const own = (row: { workspaceId: string }) => row.workspaceId === workspaceId;
      return {
        months: months
          .all()
          .filter(own)
          .map((row) => ({ month: row.month, spent: row.spentMicros, reserved: row.reservedMicros })),
        entries: ledger
          .all()
          .filter(own)
          .map((row) => ({ runId: row.runId, kind: row.kind, amount: row.amountMicros })),
      };
    },
  },
);
