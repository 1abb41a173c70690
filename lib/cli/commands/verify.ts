import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type CliContext, printJson } from "../context";
import { EXIT, type ExitCode } from "../exit";
import { createApiClient } from "../http/api-client";
import { withServer } from "../server";
import { count, oneLine } from "../terminal/format";
import { formatTable } from "../terminal/table";

const problemsSchema = z.array(
  z
    .object({
      kind: z.string(),
      videoId: z.string().nullable(),
      key: z.string().nullable(),
      detail: z.string(),
      repairable: z.boolean(),
    })
    .loose(),
);

/** `GET /verify`: whether database and objects agree (storage.md, Integrity); `POST` also says what it wrote anew. */
const verificationSchema = z.object({
  ok: z.boolean(),
  problems: problemsSchema,
  repaired: problemsSchema.optional(),
});

/** `verify`: compares database and objects, and with `--repair` writes anew what can be; exit code 3 when they don't agree. */
export async function verify(options: {
  context: CliContext;
  videoId?: string | undefined;
  flags: Readonly<Record<string, unknown>>;
}): Promise<ExitCode> {
  const { context, videoId, flags } = options;
  const url = typeof flags.url === "string" ? flags.url : undefined;
  const query = videoId === undefined ? "" : `?videoId=${encodeURIComponent(videoId)}`;
  const path = `/api/v1/verify${query}`;
  const found = await withServer({ context, url }, async (server) => {
    const api = createApiClient(server, context.signal);
    if (!flags.repair) return await api.get(path, verificationSchema);
    const idempotencyKey = randomUUID();
    return (await api.post({ path, body: {}, schema: verificationSchema, idempotencyKey })).value;
  });
  const style = context.printStyle;
  if (flags.json) {
    printJson(context, found);
    return found.ok ? EXIT.ok : EXIT.integrity;
  }
  for (const { kind, videoId: id, key } of found.repaired ?? []) {
    context.print(`${style.good("repaired")} ${kind} ${key ?? id ?? ""}\n`);
  }
  if (found.ok) {
    context.print(`${style.good("✓")} ${videoId ?? "All videos"}: database and objects agree.\n`);
  } else {
    const rows = found.problems.map((problem) => [
      style.bad(problem.kind),
      problem.videoId ?? "",
      oneLine(problem.detail),
    ]);
    const columns = [{ header: "problem" }, { header: "video" }, { header: "detail" }];
    const lines = formatTable({ columns, rows, header: style.dim });
    context.print(`${style.bad("✗")} ${count(found.problems.length, "problem")}\n\n${lines.join("\n")}\n`);
  }
  return found.ok ? EXIT.ok : EXIT.integrity;
}
