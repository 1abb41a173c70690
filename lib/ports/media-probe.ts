/** What a media file turned out to be when it was opened. */
export interface MediaFacts {
  durationSeconds?: number;
  width?: number;
  height?: number;
}

/** Opens generated media before it counts: what cannot be decoded is refused (runner.md, Failure: validation). */
export interface MediaProbe {
  /** Throws a GeneratorFailure of class `validation` when the bytes are not decodable media of that type. */
  probe(options: { bytes: Uint8Array; mediaType: string }): Promise<MediaFacts>;
}
