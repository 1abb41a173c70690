import { json, route } from "../../../../../../lib/api/route";
import { restoreVideo } from "../../../../../../lib/services/videos/restore-video";

export const dynamic = "force-dynamic";

export const POST = route<{ id: string }>(async ({ ctx, params }) =>
  json(await restoreVideo({ ctx, input: params })),
);
