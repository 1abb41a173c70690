import { json, route } from "../../../../../../../../lib/api/route";
import { listAlternates } from "../../../../../../../../lib/services/artifacts/list-alternates";

export const dynamic = "force-dynamic";

export const GET = route<{ id: string; name: string }>(async ({ ctx, params }) =>
  json(await listAlternates({ ctx, input: { id: params.id, name: decodeURIComponent(params.name) } })),
);
