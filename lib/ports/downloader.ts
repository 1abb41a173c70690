import type { MediaFamily } from "../core/media-type";

export type Download =
  /** `mediaType` is what the bytes are, whatever the server called them. */
  | { kind: "downloaded"; bytes: Uint8Array; mediaType: string }
  /** The server has it no more, or gives it to nobody any more: 401, 403, 404, 410. */
  | { kind: "gone"; status: number }
  /** It came, and is not what was wanted: another type, nothing, too much. */
  | { kind: "unfit"; reason: string }
  /** The address may not be asked: see `lib/adapters/http/safe-downloader.ts`. Nothing was sent there. */
  | { kind: "forbidden"; reason: string };

/** Fetches what a provider made, from an address that the provider named: nothing about it is trusted. */
export interface Downloader {
  /** Throws, with no class of its own, when only the asking failed (network, time, 429, 5xx): asking again may help. */
  download(options: {
    url: string;
    family: MediaFamily;
    maxBytes: number;
    /** For everything: names, redirects and the last byte. */
    timeoutMs: number;
    signal?: AbortSignal;
  }): Promise<Download>;
}
