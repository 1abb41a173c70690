import { timingSafeEqual } from "node:crypto";
import { ReelgraphError } from "../core/errors";

/** Cron routes act for all workspaces: without a `CRON_SECRET` they refuse, with one they want it as a bearer token. */
export function assertCronRequest(headers: Headers, secret: string | undefined): void {
  const given = Buffer.from(headers.get("authorization") ?? "");
  const wanted = Buffer.from(`Bearer ${secret ?? ""}`);
  const isAllowed = Boolean(secret) && given.length === wanted.length && timingSafeEqual(given, wanted);
  if (isAllowed) return;
  throw new ReelgraphError({
    code: "unauthorized",
    message: secret
      ? "Send the cron secret as a bearer token."
      : "Cron routes refuse until CRON_SECRET is set; a self-hosted server does this work on its own timer.",
  });
}
