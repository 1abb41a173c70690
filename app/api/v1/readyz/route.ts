import { json, route } from "../../../../lib/api/route";
import { checkReadiness } from "../../../../lib/services/maintenance/check-readiness";

export const dynamic = "force-dynamic";

export const GET = route(async ({ ctx }) => {
  const readiness = await checkReadiness({ ctx });
  return json(readiness, { status: readiness.status === "ready" ? 200 : 503 });
});
