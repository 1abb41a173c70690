"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { Timeline } from "../../../lib/core/timeline/types";
import { advance, PREVIEW_START, type PreviewPosition, positionAt } from "./preview-clock";
import { reloadMedia } from "./reload-media";

/** How often the page is told where the film is; pictures move on their own between. */
const REPORT_MS = 80;
/** A narration that is this far off sets the clock. */
const DRIFT_SECONDS = 0.12;

export interface PreviewPlayer {
  position: PreviewPosition;
  playing: boolean;
  /** Playing, but the segment is still being made. */
  waiting: boolean;
  over: boolean;
  audio: React.RefObject<HTMLAudioElement | null>;
  toggle: () => void;
  seek: (seconds: number) => void;
}

/**
 * Plays a timeline that may still be growing. The narration is the clock where there is one; the frame timer elsewhere.
 * `narrationUrl` answers null for a segment whose narration is not there.
 */
export function usePreviewPlayer(options: {
  timeline: Timeline | undefined;
  isPlayable: (segment: number) => boolean;
  narrationUrl: (segment: number) => string | null;
}): PreviewPlayer {
  const latest = useRef(options);
  latest.current = options;
  const audio = useRef<HTMLAudioElement | null>(null);
  const place = useRef<PreviewPosition>(PREVIEW_START);
  const [position, setPosition] = useState<PreviewPosition>(PREVIEW_START);
  const [playing, setPlaying] = useState(false);
  const [over, setOver] = useState(false);

  const moveTo = useCallback((next: PreviewPosition) => {
    place.current = next;
    setPosition(next);
  }, []);

  useEffect(() => {
    if (!playing) {
      audio.current?.pause();
      return;
    }
    let before = performance.now();
    let reported = 0;
    let handle = requestAnimationFrame(function tick(now) {
      handle = requestAnimationFrame(tick);
      const { timeline, isPlayable, narrationUrl } = latest.current;
      const elapsed = Math.min(0.5, (now - before) / 1000);
      before = now;
      if (!timeline) return;
      const held = followNarration({
        audio: audio.current,
        url: isPlayable(place.current.segment) ? narrationUrl(place.current.segment) : null,
        position: place.current,
        onDrift: (seconds) => {
          place.current = { ...place.current, seconds };
        },
      });
      const next = held ? place.current : advance({ timeline, position: place.current, elapsed, isPlayable });
      if (next === null) {
        setPlaying(false);
        setOver(true);
        return;
      }
      const changedSegment = next.segment !== place.current.segment;
      place.current = next;
      if (changedSegment || now - reported > REPORT_MS) {
        reported = now;
        setPosition(next);
      }
    });
    return () => cancelAnimationFrame(handle);
  }, [playing]);

  const toggle = useCallback(() => {
    if (over) moveTo(PREVIEW_START);
    setOver(false);
    setPlaying((was) => !was);
  }, [moveTo, over]);

  const seek = useCallback(
    (seconds: number) => {
      const { timeline } = latest.current;
      if (!timeline) return;
      setOver(false);
      moveTo(positionAt(timeline, seconds));
    },
    [moveTo],
  );

  const waiting = playing && !options.isPlayable(position.segment);
  return { position, playing, waiting, over, audio, toggle, seek };
}

/** Keeps the audio element on the segment's narration. True while the clock must hold for it to load. */
function followNarration(options: {
  audio: HTMLAudioElement | null;
  url: string | null;
  position: PreviewPosition;
  onDrift: (seconds: number) => void;
}): boolean {
  const { audio, url, position, onDrift } = options;
  if (!audio) return false;
  if (url === null) {
    audio.pause();
    return false;
  }
  if (audio.getAttribute("src") !== url) {
    audio.src = url;
    audio.currentTime = position.seconds;
  }
  if (audio.error && !reloadMedia(audio)) return false;
  const isOver = audio.ended || (Number.isFinite(audio.duration) && position.seconds >= audio.duration);
  if (isOver && position.seconds > audio.currentTime - DRIFT_SECONDS) return false;
  if (audio.paused) {
    if (Math.abs(audio.currentTime - position.seconds) > DRIFT_SECONDS) audio.currentTime = position.seconds;
    audio.play().catch(() => undefined);
  }
  if (audio.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) return true;
  const drift = audio.currentTime - position.seconds;
  // A jump of the person's is no drift: the audio follows; else the clock follows the audio.
  if (Math.abs(drift) > 1) audio.currentTime = position.seconds;
  else if (Math.abs(drift) > DRIFT_SECONDS) onDrift(audio.currentTime);
  return false;
}
