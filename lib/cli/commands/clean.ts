import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type CliContext, printJson } from "../context";
import { EXIT, type ExitCode } from "../exit";
import { createApiClient } from "../http/api-client";
import { withServer } from "../server";
import { count, formatBytes } from "../terminal/format";

const whole = z.number().int();

/** `POST /clean`: what a round of cleaning did, or would have done. */
const cleaningSchema = z.looseObject({
  dryRun: z.boolean(),
  videos: whole,
  scanned: whole,
  quarantined: whole,
  quarantinedBytes: whole,
  deleted: whole,
  bytes: whole,
  broughtBack: whole,
  collected: whole,
  next: z.string().nullable(),
  left: z.looseObject({ active: whole, behind: whole, unreadable: whole, failed: whole }),
});

type Cleaned = z.output<typeof cleaningSchema>;

const COUNTS = [
  "videos",
  "scanned",
  "quarantined",
  "quarantinedBytes",
  "deleted",
  "bytes",
  "broughtBack",
  "collected",
] as const;

/** A server does as much as fits into one request. */
function added(sum: Cleaned, part: Cleaned): Cleaned {
  const total = { ...part, left: { ...part.left } };
  for (const name of COUNTS) total[name] += sum[name];
  for (const reason of Object.keys(HINDRANCES) as (keyof typeof HINDRANCES)[]) {
    total.left[reason] += sum.left[reason];
  }
  return total;
}

/** Why videos are left alone, in words; `active` goes by itself. */
const HINDRANCES = {
  active: "are being made, and come next time",
  behind: "have revisions that the database knows nothing of",
  unreadable: 'have a manifest that is gone or cannot be read: "reelgraph verify" says which',
  failed: "could not be looked at: the server's log says why",
} as const;

/** `clean`: orphans to the trash, and what has been there long enough deleted. */
export async function clean(options: {
  context: CliContext;
  flags: Readonly<Record<string, unknown>>;
}): Promise<ExitCode> {
  const { context, flags } = options;
  const url = typeof flags.url === "string" ? flags.url : undefined;
  const done = await withServer({ context, url }, async (server) => {
    const api = createApiClient(server, context.signal);
    const part = async (after: string | null): Promise<Cleaned> => {
      const query = [...(flags.dryRun ? ["dryRun=1"] : []), ...(after ? [`after=${after}`] : [])].join("&");
      const path = `/api/v1/clean${query && `?${query}`}`;
      const idempotencyKey = randomUUID();
      return (await api.post({ path, body: {}, schema: cleaningSchema, idempotencyKey })).value;
    };
    let sum = await part(null);
    while (sum.next !== null) sum = added(sum, await part(sum.next));
    return sum;
  });
  const exit = done.left.failed > 0 ? EXIT.failed : EXIT.ok;
  if (flags.json) {
    printJson(context, done);
    return exit;
  }
  const style = context.printStyle;
  const would = done.dryRun ? "would be " : "";
  const lines = [
    `${style.good("✓")} ${count(done.scanned, "object")} of ${count(done.videos, "video")} looked at`,
    `${would}put away: ${count(done.quarantined, "object")} (${formatBytes(done.quarantinedBytes)})`,
    `${would}deleted: ${count(done.deleted, "object")} (${formatBytes(done.bytes)})${done.collected > 0 ? `, all of ${count(done.collected, "deleted video")} among them` : ""}`,
    ...(done.broughtBack > 0 ? [style.bad(`brought back: ${count(done.broughtBack, "object")}`)] : []),
    ...Object.entries(HINDRANCES).flatMap(([reason, words]) => {
      const number = done.left[reason as keyof typeof HINDRANCES];
      return number > 0 ? [`left alone: ${count(number, "video")} ${words}`] : [];
    }),
  ];
  context.print(`${lines.join("\n")}\n`);
  return exit;
}
