import type { ObjectStore } from "../../ports/object-store";
import type { Place } from "../../services/sync/side";
import type { CliContext } from "../context";
import { usageError } from "../exit";

/** A bucket to move videos to and from, and what the installation's own environment is beside it. */
export interface Remote extends Place {
  /** Over the command's environment: where `S3_BUCKET` is the other side, the objects of this one are on disk. */
  ownEnv: Record<string, string | undefined>;
}

/**
 * The bucket that `--to` or `--from` names, else `REELGRAPH_REMOTE` (`s3://bucket/folder`), else `S3_BUCKET`; at `--endpoint`,
 * `REELGRAPH_REMOTE_ENDPOINT` or `S3_ENDPOINT`. Who may use it is in AWS's own variables.
 */
export async function openRemote(options: {
  context: CliContext;
  named: unknown;
  flags: Readonly<Record<string, unknown>>;
}): Promise<Remote> {
  const { context, named, flags } = options;
  const { env } = context;
  const address = (typeof named === "string" && named) || env.REELGRAPH_REMOTE || null;
  const { bucket, prefix } = address === null ? bucketOnly(env.S3_BUCKET) : parseAddress(address);
  const text = (flag: unknown, ...names: string[]) =>
    (typeof flag === "string" && flag) || names.map((name) => env[name]).find(Boolean) || undefined;
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  const sessionToken = env.AWS_SESSION_TOKEN || undefined;
  const { createS3ObjectStore } = await import("../../adapters/s3/object-store");
  const objects: ObjectStore = createS3ObjectStore({
    ...{ bucket, prefix },
    endpoint: text(flags.endpoint, "REELGRAPH_REMOTE_ENDPOINT", "S3_ENDPOINT"),
    region: text(flags.region, "REELGRAPH_REMOTE_REGION", "S3_REGION"),
    ...(accessKeyId && secretAccessKey
      ? { credentials: { accessKeyId, secretAccessKey, sessionToken } }
      : {}),
  });
  const name = `s3://${[bucket, prefix].filter(Boolean).join("/")}`;
  const isOnDisk = !env.S3_BUCKET || (bucket === env.S3_BUCKET && prefix === undefined);
  const none = { S3_BUCKET: undefined, S3_ENDPOINT: undefined, S3_REGION: undefined };
  return { name, objects, ownEnv: isOnDisk ? none : {} };
}

function bucketOnly(bucket: string | undefined): { bucket: string; prefix: undefined } {
  if (bucket) return { bucket, prefix: undefined };
  throw usageError(
    "Which bucket is the other side?",
    "Name it with --to or --from s3://bucket/folder, or set REELGRAPH_REMOTE to that.",
  );
}

function parseAddress(address: string): { bucket: string; prefix: string | undefined } {
  const found = /^s3:\/\/([a-zA-Z0-9][a-zA-Z0-9._-]{1,62})(?:\/(.*?))?\/?$/.exec(address);
  const prefix = found?.[2] || undefined;
  if (!found?.[1] || (prefix !== undefined && /(?:^|\/)\.{0,2}(?:\/|$)/.test(prefix))) {
    throw usageError(
      `The other side must be s3://bucket or s3://bucket/folder, not ${JSON.stringify(address)}.`,
    );
  }
  return { bucket: found[1], prefix };
}
