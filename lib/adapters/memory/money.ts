import { type CeilingScope, ceilingReached, isWithinCeiling } from "../../core/money/ceilings";
import type { MicroUsd } from "../../core/money/micro-usd";
import type { MoneyLedger, RunRow } from "../../ports/database";
import { ownRow, ownRows, type Session } from "./session";
import { keyOf } from "./tables";

const plus = (one: number, other: number) => (one + other) as MicroUsd;
const minus = (one: number, other: number) => (one - other) as MicroUsd;

function committed(runs: readonly Pick<RunRow, "costMicros" | "reservedMicros">[]): number {
  return runs.reduce((sum, { costMicros, reservedMicros }) => sum + costMicros + reservedMicros, 0);
}

function assertRoom(
  scope: CeilingScope,
  ceilingMicros: number | null,
  committedMicros: number,
  neededMicros: number,
): void {
  const standing = { committedMicros, neededMicros };
  if (ceilingMicros === null || isWithinCeiling({ ...standing, ceilingMicros })) return;
  throw ceilingReached({ ...standing, scope, ceilingMicros });
}

export function createMoneyLedger(session: Session): MoneyLedger {
  const { tables, workspaceId } = session;
  const { workspaces, videos, months, runs, ledger } = tables;

  function openMonth(month: string) {
    const key = keyOf(workspaceId, month);
    const nothing = 0 as MicroUsd;
    if (!months.has(key)) {
      months.insert({ workspaceId, month, spentMicros: nothing, reservedMicros: nothing });
    }
    const row = months.find(key);
    if (!row) throw new Error(`The month ${month} was opened and is not there.`);
    return row;
  }

  const ownRun = (id: string) => ownRow(session, runs.find(id));
  const entryId = () => ledger.size + 1;

  const money: MoneyLedger = {
    async reserve({ runId, videoId, month: name, amount, defaultCeiling, at }) {
      const run = ownRun(runId);
      if (!run) throw new Error(`There is no run ${runId} to reserve money for.`);
      const month = openMonth(name);
      const video = ownRow(session, videos.find(videoId));
      const ofVideo = ownRows(session, runs.by("video", videoId));
      assertRoom("run", run.maxCostMicros, committed([run]), amount);
      assertRoom("video", video?.ceilingMicros ?? null, committed(ofVideo), amount);
      const ceiling = workspaces.find(workspaceId)?.ceilingMicros ?? defaultCeiling;
      assertRoom("month", ceiling, month.spentMicros + month.reservedMicros, amount);
      months.update(month, { reservedMicros: plus(month.reservedMicros, amount) });
      runs.update(run, { reservedMicros: plus(run.reservedMicros, amount) });
      const entry = {
        workspaceId,
        videoId,
        runId,
        kind: "reserve",
        amountMicros: amount,
        month: name,
        at,
      } as const;
      ledger.insert({ id: entryId(), ...entry });
    },
    async settle({ runId, videoId, purchaseId, month: name, amount, at }) {
      const entry = { workspaceId, videoId, runId, purchaseId, month: name, at };
      const settlement = { ...entry, kind: "settle", amountMicros: amount } as const;
      if (!ledger.insertNew({ id: entryId(), ...settlement })) return;
      const run = ownRun(runId);
      const drawn = Math.min(amount, run?.reservedMicros ?? 0);
      const month = openMonth(name);
      months.update(month, {
        spentMicros: plus(month.spentMicros, amount),
        reservedMicros: minus(month.reservedMicros, drawn),
      });
      if (!run) return;
      runs.update(run, {
        costMicros: plus(run.costMicros, amount),
        reservedMicros: minus(run.reservedMicros, drawn),
      });
    },
    async settleAll({ settlements, ...common }) {
      for (const settlement of settlements) await money.settle({ ...common, ...settlement });
    },
    async standing({ month, defaultCeiling }) {
      const row = months.find(keyOf(workspaceId, month));
      const nothing = 0 as MicroUsd;
      return {
        spentMicros: row?.spentMicros ?? nothing,
        reservedMicros: row?.reservedMicros ?? nothing,
        ceilingMicros: workspaces.find(workspaceId)?.ceilingMicros ?? defaultCeiling,
      };
    },
    async release({ runId, videoId, month: name, at }) {
      const run = ownRun(runId);
      const left = run?.reservedMicros ?? (0 as MicroUsd);
      if (!run || left === 0) return;
      runs.update(run, { reservedMicros: 0 as MicroUsd });
      const month = months.find(keyOf(workspaceId, name));
      if (month) months.update(month, { reservedMicros: minus(month.reservedMicros, left) });
      const entry = {
        workspaceId,
        videoId,
        runId,
        kind: "release",
        amountMicros: left,
        month: name,
        at,
      } as const;
      ledger.insert({ id: entryId(), ...entry });
    },
  };
  return money;
}
