import type { z } from "zod";
import type { readinessSchema } from "../../api/contract/videos";
import { objectKey } from "../../ports/object-store";
import type { Context } from "../context";

const VERSION = "0.1.0";

/** Whether the dependencies answer, each with the reason when it does not. */
export async function checkReadiness(options: { ctx: Context }): Promise<z.infer<typeof readinessSchema>> {
  const { ctx } = options;
  const checks = await Promise.all([
    check("database", ctx.database.kind, () => ctx.database.ping()),
    check("objects", ctx.objects.kind, async () => {
      await ctx.objects.head(objectKey("readiness"));
    }),
  ]);
  const status = checks.every(({ ok }) => ok) ? "ready" : "unready";
  return { status, checks, mode: "local", version: VERSION };
}

async function check(name: string, kind: string, work: () => Promise<void>) {
  try {
    await work();
    return { name, ok: true, detail: kind };
  } catch (error) {
    return { name, ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}
