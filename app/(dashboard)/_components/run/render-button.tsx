"use client";

import { useQueryClient } from "@tanstack/react-query";
import { fetchJson } from "../../_lib/api";
import { refreshVideo } from "../../_lib/queries";
import { useAction } from "../../_lib/use-action";
import { Button } from "../ui/button";

/** Makes the MP4 of what the video is now: where none was asked for with its run, or the last one failed. It costs nothing. */
export function RenderButton({ videoId }: { videoId: string }) {
  const client = useQueryClient();
  const { pending, error, act } = useAction();
  const render = () =>
    act(async () => {
      await fetchJson(`/api/v1/videos/${encodeURIComponent(videoId)}/exports`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ format: "mp4" }),
      });
      await refreshVideo(client, videoId);
    });
  return (
    <>
      <Button
        className="mt-3 min-h-11 w-full"
        data-testid="render-film"
        disabled={pending}
        onClick={() => void render()}
      >
        Render the film
      </Button>
      {error && (
        <p role="alert" className="mt-2 text-sm text-bad">
          {error}
        </p>
      )}
    </>
  );
}
