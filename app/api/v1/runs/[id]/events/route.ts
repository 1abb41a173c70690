import { eventQuerySchema } from "../../../../../../lib/api/contract/runs";
import { checkShape } from "../../../../../../lib/api/read-json";
import { json, route } from "../../../../../../lib/api/route";
import { eventStream } from "../../../../../../lib/api/sse";
import { readEvents } from "../../../../../../lib/services/runs/read-events";

export const dynamic = "force-dynamic";

export const GET = route<{ id: string }>(async ({ ctx, request, params, query }) => {
  const resumed = request.headers.get("last-event-id");
  const { after, limit } = checkShape(
    eventQuerySchema,
    resumed === null ? query : { ...query, after: resumed },
  );
  if (request.headers.get("accept")?.includes("text/event-stream")) {
    return await eventStream({ ctx, id: params.id, after, signal: request.signal });
  }
  const { data, hasMore } = await readEvents({ ctx, input: { id: params.id, after, limit } });
  return json({ data, hasMore });
});
