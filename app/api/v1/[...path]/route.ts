import { route } from "../../../../lib/api/route";
import { ReelgraphError } from "../../../../lib/core/errors";

export const dynamic = "force-dynamic";

const unknown = route<{ path: string[] }>(async ({ params }) => {
  throw new ReelgraphError({ code: "not-found", message: `There is no /api/v1/${params.path.join("/")}.` });
});

export { unknown as DELETE, unknown as GET, unknown as PATCH, unknown as POST, unknown as PUT };
