/** A part of a file. */
export interface Stretch {
  at: number;
  length: number;
}

/** What a walk through a media file found without decoding it. */
export interface MediaShape {
  /** Where the media ends by its own account; whatever comes after it is no part of it. */
  end: number;
  /** Parts that make no picture and no sound: comments, tags, whatever a writer put there. */
  asides: Stretch[];
  /** Parts packed with zlib, which may be larger than they look. */
  packed: Stretch[];
  /** As the header says, where it says so in a fixed place. */
  size: { width: number; height: number } | null;
}

/**
 * How strictly a file is held to its format. `exact`: what a person uploads: every byte belongs to it. `lenient`: what a provider was
 * paid for: a few habits of encoders that do no harm are forgiven (ADR 0023).
 */
export type Care = "exact" | "lenient";
