import type { CliContext } from "../context";
import type { ExitCode } from "../exit";
import { withInstallation } from "../installation";
import { reportMoved } from "../run/moved-report";
import { openRemote } from "../run/remote";
import { assertNotMakingIt, serverOfBucket, takeIn } from "../run/remote-server";
import { withActivity } from "../terminal/activity";

/** `push`: a video's objects, then its pointer, from this installation to a bucket. */
export async function push(options: {
  context: CliContext;
  videoId: string;
  flags: Readonly<Record<string, unknown>>;
}): Promise<ExitCode> {
  const { context, videoId, flags } = options;
  const remote = await openRemote({ context, named: flags.to, flags });
  const { pushVideo } = await import("../../services/sync/push-video");
  const url = serverOfBucket(context, flags);
  const dryRun = flags.dryRun === true;
  if (url) await assertNotMakingIt({ context, url, videoId });
  const moved = await withActivity(context, dryRun ? "Comparing" : "Pushing", () =>
    withInstallation({ context, role: "push", env: remote.ownEnv }, (ctx) =>
      pushVideo({
        ctx,
        input: { id: videoId, to: remote, dryRun, mayDiscardEdits: flags.discardEdits === true },
      }),
    ),
  );
  if (url && !dryRun) await takeIn({ context, url, moved });
  return reportMoved({ context, moved, flags });
}
