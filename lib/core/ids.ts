import type { Brand } from "./brand";
import { ReelgraphError } from "./errors";

/** TypeIDs (prefix + UUIDv7 in base 32): sortable by creation, 74 random bits, safe as an object key and in a URL. */
export type WorkspaceId = Brand<string, "WorkspaceId">;
export type VideoId = Brand<string, "VideoId">;
export type RunId = Brand<string, "RunId">;
export type PurchaseId = Brand<string, "PurchaseId">;

export const ID_PREFIXES = { workspace: "ws", video: "vid", run: "run", purchase: "buy" } as const;

const SUFFIX = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;

function parse(prefix: string, value: string): string {
  const [head, suffix, ...rest] = value.split("_");
  if (head !== prefix || suffix === undefined || rest.length > 0 || !SUFFIX.test(suffix)) {
    throw new ReelgraphError({ code: "not-found", message: `No ${prefix} with the id given.` });
  }
  return value;
}

/** The workspace that local mode uses: one, fixed, so that a second start finds the same rows. */
export const LOCAL_WORKSPACE_ID = "ws_00000000000000000000000001" as WorkspaceId;

export function workspaceId(value: string): WorkspaceId {
  return parse(ID_PREFIXES.workspace, value) as WorkspaceId;
}

/** Throws `not-found` for anything that is not a well-formed video id, so that a bad id never reaches a key or a query. */
export function videoId(value: string): VideoId {
  return parse(ID_PREFIXES.video, value) as VideoId;
}

/** For names found somewhere, which may be anything. */
export function isVideoId(value: string): value is VideoId {
  const [head, suffix, ...rest] = value.split("_");
  return head === ID_PREFIXES.video && suffix !== undefined && rest.length === 0 && SUFFIX.test(suffix);
}

export function runId(value: string): RunId {
  return parse(ID_PREFIXES.run, value) as RunId;
}

export function purchaseId(value: string): PurchaseId {
  return parse(ID_PREFIXES.purchase, value) as PurchaseId;
}
