import type { Sha256 } from "../core/fingerprint/sha256";
import type { WorkspaceId } from "../core/ids";
import type { MicroUsd } from "../core/money/micro-usd";
import type { StoragePrice } from "../core/money/storage-cost";
import type { ModelChoice } from "../core/plan/types";
import type { Catalogue } from "../ports/catalogue";
import type { Clock } from "../ports/clock";
import type { Database, TenantRepositories } from "../ports/database";
import type { Generator } from "../ports/generator";
import type { IdSource } from "../ports/id-source";
import type { Logger } from "../ports/logger";
import type { MediaProbe } from "../ports/media-probe";
import type { ObjectStore } from "../ports/object-store";
import type { Renderer } from "../ports/renderer";
import type { Signals } from "../ports/signals";
import type { Tracer } from "../ports/tracer";

/** What services reach the world through; wired once by lib/container.ts. */
export interface Ports {
  database: Database;
  objects: ObjectStore;
  generators: ReadonlyMap<string, Generator>;
  models: Readonly<Record<string, ModelChoice>>;
  /** By generator: choices of providers that `models` may not have now, and a run may have been planned with. */
  otherModels?: Readonly<Record<string, readonly ModelChoice[]>>;
  catalogue: Catalogue;
  renderer: Renderer;
  mediaProbe: MediaProbe;
  clock: Clock;
  signals: Signals;
  tracer: Tracer;
  ids: IdSource;
  hash: Sha256;
  log: Logger;
  settings: Settings;
}

/** Numbers that operators may set. */
export interface Settings {
  /** The workspace ceiling per month where the database has none; null = no ceiling. */
  defaultCeilingMicros: MicroUsd | null;
  /** After this long a slice starts nothing new. */
  sliceBudgetMs: number;
  /** Before this long a slice must have returned. */
  sliceHardStopMs: number;
  /** A run without heartbeat for this long past its wake time is taken for dead. */
  runGraceMs: number;
  /** What keeping objects costs; undefined: nobody has said. */
  storagePrice?: StoragePrice;
  /** How long an object's signed URL stays the same; it holds for twice as long at most. Default: half an hour. */
  assetUrlSeconds?: number;
}

/** Who acts, and with what. Every service takes one as `ctx`. */
export interface Context extends Ports {
  workspaceId: WorkspaceId;
  /** For the record: `local`, or a key's id. */
  actor: string;
}

/** A transaction in the context's own workspace. */
export function inTenant<T>(
  ctx: Context,
  work: (repositories: TenantRepositories) => Promise<T>,
): Promise<T> {
  return ctx.database.tenant(ctx.workspaceId, work);
}
