import { openAsBlob } from "node:fs";
import { resolve } from "node:path";
import { broughtSchema, takenBackSchema } from "../../api/contract/own-artifacts";
import { mediaTypeOfName } from "../../core/media-type";
import { type CliContext, printJson } from "../context";
import { EXIT, type ExitCode, usageError } from "../exit";
import { createApiClient } from "../http/api-client";
import { withServer } from "../server";
import { count } from "../terminal/format";

/** `bring`: makes a file of one's own an artifact, or takes it back. What depends on it is made again by the next `regen`. */
export async function bring(options: {
  context: CliContext;
  videoId: string;
  artifact: string;
  file: string | undefined;
  flags: Readonly<Record<string, unknown>>;
}): Promise<ExitCode> {
  const { context, videoId, artifact, file, flags } = options;
  if ((file === undefined) !== (flags.takeBack === true)) {
    throw usageError(
      "Name a file, or say --take-back.",
      `reelgraph bring ${videoId} '${artifact}' picture.png`,
    );
  }
  const url = typeof flags.url === "string" ? flags.url : undefined;
  const path = `/api/v1/videos/${encodeURIComponent(videoId)}/artifacts/${encodeURIComponent(artifact)}`;
  const body = file === undefined ? null : await opened(resolve(context.cwd, file));
  const mediaType = typeof flags.type === "string" ? flags.type : mediaTypeOfName(file ?? "");
  const { view, done, dirty } = await withServer({ context, url }, async (server) => {
    const api = createApiClient(server, context.signal);
    if (body === null) {
      const taken = await api.takeBack({ path, schema: takenBackSchema });
      return { view: taken, done: `taken back: ${taken.takenBack.join(", ")}`, dirty: taken.dirty };
    }
    const brought = await api.upload({ path, body, mediaType, schema: broughtSchema });
    const done = brought.isNew ? `brought along: ${brought.brought.join(", ")}` : "it is there already";
    return { view: brought, done, dirty: brought.dirty };
  });
  if (flags.json) {
    printJson(context, view);
    return EXIT.ok;
  }
  context.talk(`  ${context.talkStyle.good(done)}`);
  const next =
    dirty.length === 0
      ? "nothing has to be made again"
      : `${count(dirty.length, "artifact")} out of date: reelgraph regen ${videoId}`;
  context.talk(`  ${context.talkStyle.dim(next)}`);
  return EXIT.ok;
}

/** Read as it is sent, however large it is. */
async function opened(file: string): Promise<Blob> {
  try {
    return await openAsBlob(file);
  } catch {
    throw usageError(`${file} cannot be read.`);
  }
}
