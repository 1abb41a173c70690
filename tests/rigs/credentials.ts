import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { WorkspaceId } from "../../lib/core/ids";
import type { Context } from "../../lib/services/context";
import { setCredential } from "../../lib/services/credentials/set-credential";
import { freshWorkspaceId } from "./rows";

/** A workspace of the container's installation. */
export async function aWorkspace(ctx: Context, name: string): Promise<WorkspaceId> {
  const id = freshWorkspaceId();
  await ctx.database.system(({ ensureWorkspace }) => ensureWorkspace({ id, name, at: new Date() }));
  return id;
}

/** Its context as a step gets one: anew each time. `briefly`: slices end after a moment, so that a run takes many of them. */
export function contextsOf(
  workspaceId: WorkspaceId,
  change: Partial<Context> & { sliceBudgetMs?: number } = {},
): () => Promise<Context> {
  return async () => {
    const { contextFor } = await import("../../lib/container");
    const { sliceBudgetMs, ...rest } = change;
    const ctx = await contextFor({ workspaceId, actor: "test" });
    const settings = sliceBudgetMs === undefined ? ctx.settings : { ...ctx.settings, sliceBudgetMs };
    return { ...ctx, ...rest, settings };
  };
}

type Given = { openai?: string; replicate?: string; webhookSecret?: string };

/** Gives a workspace keys of its own, as the API does. */
export async function give(ctx: Context, { openai, replicate, webhookSecret }: Given): Promise<void> {
  const { credentialDesk } = await import("../../lib/container");
  const desk = await credentialDesk();
  if (openai !== undefined) {
    await setCredential({ ctx, desk, input: { provider: "openai", body: { apiKey: openai } } });
  }
  if (replicate !== undefined) {
    const body = { apiToken: replicate, ...(webhookSecret ? { webhookSecret } : {}) };
    await setCredential({ ctx, desk, input: { provider: "replicate", body } });
  }
}

/** A secret in the forms in which it could get somewhere unseen. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // In base64 of more than it alone, its own characters depend on where it begins.
  const shifted = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    const from = Math.ceil((before * 8) / 6);
    return text.slice(from, Math.floor(((before + bytes.length) * 8) / 6));
  });
  return [
    secret,
    encodeURIComponent(secret),
    bytes.toString("hex"),
    ...shifted,
    ...shifted.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
  ];
}

/** Every file below a folder, byte for byte as text; without those that somebody at work has renamed or deleted meanwhile. */
export async function everyFile(folder: string): Promise<{ name: string; content: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const name = path.join(entry.parentPath, entry.name);
        const content = await readFile(name, "latin1").catch((error: NodeJS.ErrnoException) => {
          if (error.code !== "ENOENT") throw error;
          return null;
        });
        return content === null ? [] : [{ name, content }];
      }),
  );
  return files.flat();
}
