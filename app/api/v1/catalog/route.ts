import { json, route } from "../../../../lib/api/route";
import { getCatalog } from "../../../../lib/services/plans/get-catalog";

export const dynamic = "force-dynamic";

export const GET = route(async ({ ctx }) => json(getCatalog({ ctx })));
