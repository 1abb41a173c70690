import { route } from "../../../../../../lib/api/route";
import { bundleRun } from "../../../../../../lib/services/runs/bundle-run";

export const dynamic = "force-dynamic";

/** What a run did, as a ZIP: its row, its log, its plan and the outcome of every job. */
export const GET = route<{ id: string }>(async ({ ctx, params }) => {
  const { name, bytes } = await bundleRun({ ctx, input: params });
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": "application/zip",
      "content-disposition": `attachment; filename="${name}"`,
      "content-length": String(bytes.length),
      "cache-control": "no-store",
    },
  });
});
