import { json, route } from "../../../../lib/api/route";
import { credentialDesk } from "../../../../lib/container";
import { listCredentials } from "../../../../lib/services/credentials/list-credentials";

export const dynamic = "force-dynamic";

export const GET = route(async ({ ctx }) =>
  json(await listCredentials({ ctx, desk: await credentialDesk() })),
);
