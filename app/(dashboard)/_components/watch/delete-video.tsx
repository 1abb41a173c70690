"use client";

import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import type { VideoDetailView } from "../../../../lib/api/contract/videos";
import { fetchJson } from "../../_lib/api";
import { keys, refreshVideo } from "../../_lib/queries";
import { useAction } from "../../_lib/use-action";
import { Button, buttonClass } from "../ui/button";

const pathOf = (id: string) => `/api/v1/videos/${encodeURIComponent(id)}`;

/** Asks once more before it deletes; while the video is being made it is not offered. */
export function DeleteButton({ videoId, onDeleted }: { videoId: string; onDeleted: () => void }) {
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const { pending, error, act } = useAction();
  const remove = () =>
    act(async () => {
      await fetchJson(pathOf(videoId), { method: "DELETE" });
      void client.invalidateQueries({ queryKey: keys.videos });
      onDeleted();
    });
  if (!isAsking) {
    return (
      <Button look="ghost" data-testid="delete-video" onClick={() => setAsking(true)}>
        Delete
      </Button>
    );
  }
  return (
    <fieldset className="flex flex-wrap items-center gap-2">
      <legend className="sr-only">Delete this video?</legend>
      {error ? (
        <span role="alert" className="text-bad">
          {error}
        </span>
      ) : (
        <span aria-hidden="true">Delete this video?</span>
      )}
      <Button data-testid="delete-confirm" disabled={pending} autoFocus onClick={() => void remove()}>
        Delete it
      </Button>
      <Button look="ghost" onClick={() => setAsking(false)}>
        Keep it
      </Button>
    </fieldset>
  );
}

/** In the place of a video that was just deleted. */
export function DeletedNotice({ video, onRestored }: { video: VideoDetailView; onRestored: () => void }) {
  const client = useQueryClient();
  const { pending, error, act } = useAction();
  const restore = () =>
    act(async () => {
      await fetchJson(`${pathOf(video.id)}/restore`, { method: "POST" });
      void client.invalidateQueries({ queryKey: keys.videos });
      await refreshVideo(client, video.id);
      onRestored();
    });
  return (
    <div role="status" className="mx-auto max-w-md py-24 text-center">
      <h1 className="font-display text-4xl text-balance">“{video.title ?? video.prompt}” is deleted</h1>
      <p className="mt-3 text-ink-2">Nothing of it is lost yet.</p>
      {error && (
        <p role="alert" className="mt-3 text-sm text-bad">
          {error}
        </p>
      )}
      <div className="mt-6 flex justify-center gap-2">
        <Button data-testid="delete-undo" look="primary" disabled={pending} onClick={() => void restore()}>
          Undo
        </Button>
        <Link href="/#videos" className={buttonClass("quiet")}>
          All videos
        </Link>
      </div>
    </div>
  );
}
