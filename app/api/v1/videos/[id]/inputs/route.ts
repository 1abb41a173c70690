import { inputsSchema } from "../../../../../../lib/api/contract/videos";
import { revisionsOfIfMatch } from "../../../../../../lib/api/if-match";
import { checkShape, parseJson, readBody } from "../../../../../../lib/api/read-json";
import { json, route } from "../../../../../../lib/api/route";
import { editInputs } from "../../../../../../lib/services/videos/edit-inputs";

export const dynamic = "force-dynamic";

export const PATCH = route<{ id: string }>(async ({ ctx, request, params }) => {
  const body = await readBody(request, ["application/merge-patch+json", "application/json"]);
  const patch = checkShape(inputsSchema, parseJson(body));
  const seen = revisionsOfIfMatch(request.headers);
  const edited = await editInputs({ ctx, input: { id: params.id, patch, seen } });
  return json(edited, { headers: { etag: `"${edited.inputRevision}"` } });
});
