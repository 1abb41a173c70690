import type { WorkspaceId } from "../../core/ids";
import type { Tables } from "./tables";

/** One transaction of one workspace. */
export interface Session {
  tables: Tables;
  workspaceId: WorkspaceId;
  isOver: boolean;
}

/** Only a workspace's own rows are there for it. */
export function ownRow<Row extends { workspaceId: WorkspaceId }>(
  session: Session,
  row: Row | null,
): Row | null {
  assertOpen(session);
  return row?.workspaceId === session.workspaceId ? row : null;
}

export function ownRows<Row extends { workspaceId: WorkspaceId }>(session: Session, rows: Row[]): Row[] {
  assertOpen(session);
  return rows.filter((row) => row.workspaceId === session.workspaceId);
}

/** What the policies say to a row that is written. */
export function assertOwn(session: Session, row: { workspaceId: WorkspaceId }): void {
  assertOpen(session);
  if (row.workspaceId === session.workspaceId) return;
  throw session.tables.journal.refusal("new row violates row-level security policy");
}

function assertOpen({ isOver }: Session): void {
  if (isOver) throw new Error("The transaction is over.");
}

export function copyOf<Row extends object>(row: Row | null): Row | null {
  return row === null ? null : { ...row };
}

export function copiesOf<Row extends object>(rows: Row[]): Row[] {
  return rows.map((row) => ({ ...row }));
}
