import { json, route } from "../../../../../../lib/api/route";
import { getTimeline } from "../../../../../../lib/services/artifacts/get-timeline";

export const dynamic = "force-dynamic";

export const GET = route<{ id: string }>(async ({ ctx, params }) =>
  json(await getTimeline({ ctx, input: params })),
);
