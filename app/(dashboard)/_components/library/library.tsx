"use client";

import { useState } from "react";
import { plural } from "../../_lib/format";
import { VIDEO_LOOKS } from "../../_lib/labels";
import { useVideos } from "../../_lib/queries";
import { useNow } from "../../_lib/use-now";
import { Button } from "../ui/button";
import { ErrorPanel } from "../ui/error-panel";
import { EmptyLibrary } from "./empty-library";
import { VideoCard } from "./video-card";
import { VideoCardSkeleton } from "./video-card-skeleton";

const FILTERS = [null, "running", "succeeded", "partial", "failed"] as const;
type Filter = (typeof FILTERS)[number];

export function Library() {
  const [filter, setFilter] = useState<Filter>(null);
  const videos = useVideos(filter);
  const now = useNow(true, 10_000);
  const list = videos.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <section id="videos" aria-labelledby="videos-title" className="pt-16 sm:pt-20">
      <div className="mb-6 flex flex-wrap items-end justify-between gap-4">
        <h2 id="videos-title" className="font-display text-4xl tracking-tight">
          Your videos
        </h2>
        <fieldset className="flex max-w-full gap-1 overflow-x-auto rounded-full border border-line bg-surface p-1">
          <legend className="sr-only">Show videos by status</legend>
          {FILTERS.map((each) => (
            <label
              key={each ?? "all"}
              className="min-h-8 rounded-full px-3 py-1.5 text-sm whitespace-nowrap text-ink-2 hover:text-ink has-checked:bg-ink has-checked:font-medium has-checked:text-bg has-focus-visible:outline-2 has-focus-visible:outline-accent-ink"
            >
              <input
                type="radio"
                name="video-status"
                className="sr-only"
                checked={filter === each}
                onChange={() => setFilter(each)}
              />
              {each ? VIDEO_LOOKS[each].label : "All"}
            </label>
          ))}
        </fieldset>
      </div>
      {videos.isPending ? (
        <Grid label="Loading videos">
          {["a", "b", "c", "d"].map((key) => (
            <VideoCardSkeleton key={key} />
          ))}
        </Grid>
      ) : videos.isError && list.length === 0 ? (
        <ErrorPanel
          what="The videos could not be loaded"
          error={videos.error}
          onRetry={() => void videos.refetch()}
        />
      ) : list.length === 0 ? (
        <EmptyLibrary filter={filter ? VIDEO_LOOKS[filter].label : null} onShowAll={() => setFilter(null)} />
      ) : (
        <>
          <Grid label={`${plural(list.length, "video")}, newest first`}>
            {list.map((video) => (
              <VideoCard key={video.id} video={video} now={now} />
            ))}
          </Grid>
          {videos.hasNextPage && (
            <div className="mt-10 text-center">
              <Button
                data-testid="load-more"
                disabled={videos.isFetchingNextPage}
                onClick={() => void videos.fetchNextPage()}
              >
                {videos.isFetchingNextPage ? "Loading…" : "Load more"}
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}

function Grid({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <ul
      aria-label={label}
      className="grid gap-x-6 gap-y-9 min-[520px]:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4"
    >
      {children}
    </ul>
  );
}
