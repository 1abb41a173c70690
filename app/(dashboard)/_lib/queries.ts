"use client";

import { type QueryClient, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { AlternatesView } from "../../../lib/api/contract/alternates";
import type { WhyView } from "../../../lib/api/contract/explanations";
import type { LimitsView } from "../../../lib/api/contract/limits";
import type { PlanningView } from "../../../lib/api/contract/planning";
import type { PlanView } from "../../../lib/api/contract/regeneration";
import type { RunView } from "../../../lib/api/contract/runs";
import type {
  ArtifactPageView,
  CatalogView,
  VideoDetailView,
  VideoPageView,
} from "../../../lib/api/contract/videos";
import type { PlanOptions } from "../../../lib/core/plan/types";
import type { Timeline } from "../../../lib/core/timeline/types";
import { fetchJson, fetchText, isNotFound } from "./api";
import { isRunEnded } from "./run-progress";
import type { ArtifactView } from "./types";
import { versionedUrl } from "./video-files";

const PAGE_SIZE = 24;
const BUSY_MS = 2000;
const IDLE_MS = 15_000;

export const keys = {
  videos: ["videos"] as const,
  video: (id: string) => ["video", id] as const,
  run: (id: string) => ["run", id] as const,
  timeline: (id: string) => ["timeline", id] as const,
  artifacts: (id: string) => ["artifacts", id] as const,
  planning: (id: string) => ["planning", id] as const,
  why: (id: string) => ["why", id] as const,
  alternates: (id: string) => ["alternates", id] as const,
};

export function useCatalog() {
  return useQuery({
    queryKey: ["catalog"],
    queryFn: ({ signal }) => fetchJson<CatalogView>("/api/v1/catalog", { signal }),
    staleTime: 5 * 60_000,
    refetchInterval: (query) => (query.state.status === "error" ? 5000 : false),
  });
}

/** Ceilings and how the month stands; asked only where something costs money. */
export function useLimits(isPaid: boolean) {
  return useQuery({
    queryKey: ["limits"],
    queryFn: ({ signal }) => fetchJson<LimitsView>("/api/v1/limits", { signal }),
    staleTime: 30_000,
    enabled: isPaid,
  });
}

/** Newest first, by cursor; asked again often while something is being made. */
export function useVideos(status: string | null) {
  return useInfiniteQuery({
    queryKey: [...keys.videos, status],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
      if (status) query.set("status", status);
      if (pageParam) query.set("cursor", pageParam);
      return fetchJson<VideoPageView>(`/api/v1/videos?${query}`, { signal });
    },
    getNextPageParam: (page) => (page.hasMore ? page.nextCursor : null),
    refetchInterval: (query) => {
      if (query.state.status === "error") return 5000;
      const videos = query.state.data?.pages.flatMap((page) => page.data) ?? [];
      return videos.some(isBusy) ? BUSY_MS : IDLE_MS;
    },
  });
}

function isBusy(video: VideoPageView["data"][number]): boolean {
  return [video.run, video.exportRun].some((run) => run !== null && !isRunEnded(run.status));
}

export function useVideo(id: string) {
  return useQuery({
    queryKey: keys.video(id),
    queryFn: ({ signal }) =>
      fetchJson<VideoDetailView>(`/api/v1/videos/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: (query) => {
      if (query.state.status === "error") return isNotFound(query.state.error) ? false : 5000;
      const video = query.state.data;
      if (!video) return false;
      return isBusy(video) ? BUSY_MS * 2 : false;
    },
  });
}

export function useRun(id: string | null) {
  return useQuery({
    queryKey: keys.run(id ?? ""),
    enabled: id !== null,
    queryFn: ({ signal }) => fetchJson<RunView>(`/api/v1/runs/${encodeURIComponent(id ?? "")}`, { signal }),
    // Events carry the progress; this only catches what a lost stream would miss.
    refetchInterval: (query) => (query.state.data && isRunEnded(query.state.data.status) ? false : 5000),
  });
}

/** `busy`: something may still be added to it. */
export function useTimeline(id: string, link: string | null, busy: boolean) {
  return useQuery({
    queryKey: keys.timeline(id),
    enabled: link !== null,
    queryFn: ({ signal }) => fetchJson<Timeline>(link ?? "", { signal }),
    refetchInterval: busy ? 8000 : false,
  });
}

/** All pages, in the server's order. */
export function useArtifacts(id: string, link: string, isWanted = true) {
  return useQuery({
    queryKey: keys.artifacts(id),
    enabled: isWanted,
    queryFn: async ({ signal }) => {
      const all: ArtifactView[] = [];
      let cursor: string | null = null;
      do {
        const query = new URLSearchParams({ limit: "200", ...(cursor ? { cursor } : {}) });
        const page: ArtifactPageView = await fetchJson<ArtifactPageView>(`${link}?${query}`, { signal });
        all.push(...page.data);
        cursor = page.hasMore ? page.nextCursor : null;
      } while (cursor);
      return all;
    },
  });
}

/** Everything a plan starts from: with it the page prices edits by itself. */
export function usePlanning(id: string) {
  return useQuery({
    queryKey: keys.planning(id),
    queryFn: ({ signal }) =>
      fetchJson<PlanningView>(`/api/v1/videos/${encodeURIComponent(id)}/planning`, { signal }),
    refetchInterval: (query) => (query.state.status === "error" ? 5000 : false),
  });
}

/** What a run with these options would make and cost. */
export function useQuote(id: string, request: Pick<PlanOptions, "mode" | "takes">) {
  const body = JSON.stringify({ videoId: id, ...request });
  return useQuery({
    queryKey: [...keys.planning(id), "quote", body],
    queryFn: ({ signal }) =>
      fetchJson<PlanView>("/api/v1/quotes", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        signal,
      }),
  });
}

/** Why an artifact is as it is. `link`: where its content is read. */
export function useWhy(id: string, link: string) {
  return useQuery({
    queryKey: [...keys.why(id), link],
    queryFn: ({ signal }) => fetchJson<WhyView>(`${link}/why`, { signal }),
  });
}

/** Other takes of an artifact, and results of edits made meanwhile. */
export function useAlternates(id: string, link: string) {
  return useQuery({
    queryKey: [...keys.alternates(id), link],
    queryFn: ({ signal }) => fetchJson<AlternatesView>(`${link}/alternates`, { signal }),
  });
}

/** What an edit, a promotion or a run leaves old: everything that is known of the video. */
export async function refreshVideo(client: QueryClient, id: string): Promise<void> {
  const { video, timeline, artifacts, planning, why, alternates } = keys;
  const stale = [video, timeline, artifacts, planning, why, alternates].map((key) => key(id));
  await Promise.all(stale.map((queryKey) => client.invalidateQueries({ queryKey })));
}

/** Text of an artifact; `version` (its checksum) makes a new revision a new text. */
export function useArtifactText(url: string | null, version: string | null) {
  return useQuery({
    queryKey: ["text", url, version],
    enabled: url !== null,
    queryFn: ({ signal }) => fetchText(versionedUrl(url ?? "", version), signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
