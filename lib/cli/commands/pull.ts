import type { CliContext } from "../context";
import type { ExitCode } from "../exit";
import { withInstallation } from "../installation";
import { reportMoved } from "../run/moved-report";
import { openRemote } from "../run/remote";
import { assertNotMakingIt, serverOfBucket } from "../run/remote-server";
import { withActivity } from "../terminal/activity";

/** `pull`: a video's objects, then its rows and pointer, from a bucket to this installation. */
export async function pull(options: {
  context: CliContext;
  videoId: string;
  flags: Readonly<Record<string, unknown>>;
}): Promise<ExitCode> {
  const { context, videoId, flags } = options;
  const remote = await openRemote({ context, named: flags.from, flags });
  const { pullVideo } = await import("../../services/sync/pull-video");
  const url = serverOfBucket(context, flags);
  const dryRun = flags.dryRun === true;
  if (url) await assertNotMakingIt({ context, url, videoId });
  const moved = await withActivity(context, dryRun ? "Comparing" : "Pulling", () =>
    withInstallation({ context, role: "pull", env: remote.ownEnv }, (ctx) =>
      pullVideo({ ctx, input: { id: videoId, from: remote, dryRun } }),
    ),
  );
  return reportMoved({ context, moved, flags });
}
