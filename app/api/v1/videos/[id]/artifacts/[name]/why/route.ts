import { json, route } from "../../../../../../../../lib/api/route";
import { explainArtifact } from "../../../../../../../../lib/services/artifacts/explain-artifact";

export const dynamic = "force-dynamic";

export const GET = route<{ id: string; name: string }>(async ({ ctx, params }) =>
  json(await explainArtifact({ ctx, input: { id: params.id, name: decodeURIComponent(params.name) } })),
);
