import type { WorkspaceId } from "../../core/ids";
import { Refusal } from "./refusal";
import type { Tables } from "./tables";

/** One transaction of one workspace. */
export interface Session {
  tables: Tables;
  workspaceId: WorkspaceId;
}

/** Only a workspace's own rows are there for it. */
export function ownRow<Row extends { workspaceId: WorkspaceId }>(
  { workspaceId }: Session,
  row: Row | null,
): Row | null {
  return row?.workspaceId === workspaceId ? row : null;
}

export function ownRows<Row extends { workspaceId: WorkspaceId }>(
  { workspaceId }: Session,
  rows: Row[],
): Row[] {
  return rows.filter((row) => row.workspaceId === workspaceId);
}

/** What the policies say to a row that is written. */
export function assertOwn({ workspaceId }: Session, row: { workspaceId: WorkspaceId }): void {
  if (row.workspaceId !== workspaceId) throw new Refusal("new row violates row-level security policy");
}

export function copyOf<Row extends object>(row: Row | null): Row | null {
  return row === null ? null : { ...row };
}

export function copiesOf<Row extends object>(rows: Row[]): Row[] {
  return rows.map((row) => ({ ...row }));
}
