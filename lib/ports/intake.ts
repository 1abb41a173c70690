import type { Checksum } from "../core/fingerprint/types";
import type { FilmMediaType } from "../core/media/inspect-media";
import type { MediaFamily } from "../core/media-type";
import type { MediaFacts } from "./media-probe";

/** Bytes that have come in whole, as long as they are looked at. */
export interface Received {
  readonly bytes: number;
  readonly checksum: Checksum;
  /** From the first byte, as often as it is asked for. */
  stream(): AsyncIterable<Uint8Array>;
  /** What they are, found out and decoded to the end; or the first thing that is wrong with them, in words. */
  inspect(family: MediaFamily): Promise<{ mediaType: FilmMediaType; facts: MediaFacts } | { reason: string }>;
}

/** Takes in bytes of strangers: aside on this machine, so that memory stays flat however many there are of them. */
export interface Intake {
  /**
   * Receives a body and gives it to `work`; afterwards nothing is left of it. Throws `body-too-large` beyond `maxBytes`, `invalid-input`
   * when it stalls or breaks off, and `rate-limited` while too many others are coming in.
   */
  receive<T>(
    options: { body: AsyncIterable<Uint8Array>; maxBytes: number },
    work: (received: Received) => Promise<T>,
  ): Promise<T>;
}
