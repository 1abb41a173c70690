import { type LimitsView, limitsSchema } from "../../api/contract/limits";
import { videoDetailSchema } from "../../api/contract/videos";
import { CREDENTIAL_PROVIDERS } from "../../core/credentials";
import { type CliContext, printJson } from "../context";
import { EXIT, type ExitCode, usageError } from "../exit";
import { type ApiClient, createApiClient } from "../http/api-client";
import { dollars } from "../run/dollars";
import { withServer } from "../server";
import type { Style } from "../terminal/style";
import { microsOfDollars } from "./generate";

type Flags = Readonly<Record<string, unknown>>;

/** `limits`: what may be spent this month and what is, and how much each provider is asked for at a time. */
export async function showLimits(options: { context: CliContext; flags: Flags }): Promise<ExitCode> {
  const { context, flags } = options;
  const limits = await withServer({ context, url: urlOf(flags) }, (server) =>
    createApiClient(server, context.signal).get("/api/v1/limits", limitsSchema),
  );
  if (flags.json) printJson(context, limits);
  else context.print(limitsView(limits, context.printStyle));
  return EXIT.ok;
}

/** `limits set`: the month's ceiling, requests at a time, or the ceiling of one video. */
export async function setLimits(options: { context: CliContext; flags: Flags }): Promise<ExitCode> {
  const { context, flags } = options;
  const ofVideo = videoChange(flags);
  const ofWorkspace = workspaceChange(flags);
  if (ofVideo === null && ofWorkspace === null) {
    throw usageError("limits set takes --month, --requests, or --video with --total.");
  }
  const done = await withServer({ context, url: urlOf(flags) }, async (server) => {
    const api = createApiClient(server, context.signal);
    const video = ofVideo && (await patchVideo(api, ofVideo));
    const path = "/api/v1/limits";
    const limits = ofWorkspace && (await api.put({ path, body: ofWorkspace, schema: limitsSchema }));
    return { video, limits };
  });
  if (flags.json) {
    printJson(context, { ...done.limits, ...(done.video ? { video: done.video } : {}) });
    return EXIT.ok;
  }
  const { good } = context.printStyle;
  if (done.video) {
    const { id, maxTotalCostMicros: most, totalCostMicros } = done.video;
    const words = most === null ? "no ceiling of its own" : `at most ${dollars(most)} in all`;
    context.print(`${good("✓")} ${id}: ${words}, ${dollars(totalCostMicros)} spent\n`);
  }
  if (done.limits) context.print(limitsView(done.limits, context.printStyle));
  return EXIT.ok;
}

interface VideoChange {
  id: string;
  maxTotalCostMicros: number | null;
}

async function patchVideo(api: ApiClient, { id, maxTotalCostMicros }: VideoChange) {
  const path = `/api/v1/videos/${encodeURIComponent(id)}`;
  return await api.patch({ path, patch: { maxTotalCostMicros }, schema: videoDetailSchema, ifMatch: "*" });
}

function videoChange({ video, total }: Flags): VideoChange | null {
  if (video === undefined && total === undefined) return null;
  if (typeof video !== "string" || typeof total !== "string") {
    throw usageError(
      "--video and --total go together, such as --video vid_… --total 5 (none takes it away).",
    );
  }
  return { id: video, maxTotalCostMicros: total === "none" ? null : microsOfDollars(total, "--total") };
}

function workspaceChange({ month, requests }: Flags) {
  const caps = Array.isArray(requests) ? Object.fromEntries(requests.map(capOf)) : null;
  if (month === undefined && caps === null) return null;
  return {
    ...(month === undefined ? {} : { ceilingMicros: ceilingOf(String(month)) }),
    ...(caps === null ? {} : { requestsAtATime: caps }),
  };
}

function ceilingOf(month: string): number | null {
  return month === "default" ? null : microsOfDollars(month, "--month");
}

function capOf(text: unknown): [provider: string, most: number | null] {
  const [, provider = "", most = ""] = /^(\w+)=(\d{1,4}|none)$/.exec(String(text)) ?? [];
  if (CREDENTIAL_PROVIDERS.some((known) => known === provider)) {
    return [provider, most === "none" ? null : Number(most)];
  }
  throw usageError(`--requests takes ${CREDENTIAL_PROVIDERS.join(" or ")} and a number, such as openai=4.`);
}

function urlOf({ url }: Flags): string | undefined {
  return typeof url === "string" ? url : undefined;
}

const SOURCES = {
  workspace: "the workspace's own",
  deployment: "the deployment's",
  none: "no ceiling",
} as const;

function limitsView({ month, providers }: LimitsView, style: Style): string {
  const { ceilingMicros: ceiling, projectedMicros: projected } = month;
  const of = ceiling === null ? SOURCES.none : `of ${dollars(ceiling)} (${SOURCES[month.ceilingSource]})`;
  const left = month.leftMicros === null ? "" : `, ${dollars(month.leftMicros)} left`;
  const pace = projected === null ? [] : [`at this pace ${dollars(projected)} by its end`];
  const lines = [
    `${month.month}  ${dollars(month.spentMicros)} spent and ${dollars(month.reservedMicros)} set aside, ${of}${left}`,
    ...pace.map((words) =>
      month.isProjectedOver
        ? style.warn(`         ${words}: above the ceiling`)
        : style.dim(`         ${words}`),
    ),
    ...providers.map(({ provider, requestsAtATime, underWay, window }) => {
      const own = requestsAtATime === null ? "" : `, ${requestsAtATime} of them at most for this workspace`;
      return `${provider}  ${window.requestsAtATime} requests at a time${own}; ${underWay} under way`;
    }),
  ];
  return `${lines.join("\n")}\n`;
}
