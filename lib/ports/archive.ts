/** A file of an archive on its way in. */
export interface NewEntry {
  /** Slash-separated. */
  name: string;
  /** Exactly as many as `body` has. */
  bytes: number;
  body: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  modifiedAt: Date;
  /** When the name does not tell it. */
  mediaType?: string;
}

/** A file of an archive on its way out. Its body is to be read before the next one is asked for; what is left of it is skipped. */
export interface ArchiveEntry {
  name: string;
  bytes: number;
  body: AsyncIterable<Uint8Array>;
  mediaType: string;
}

/** SHA-256 of what comes bit by bit. */
export interface RunningHash {
  update(bytes: Uint8Array): void;
  /** Lower-case hex; nothing can be added afterwards. */
  hex(): string;
}

/** Many files as one compressed stream, both ways with flat memory: `tar` and `gzip`, so that an operator can look into it. */
export interface Archives {
  /** The stream; `write` adds entries while it is read. What `write` throws, the stream throws. */
  pack(write: (add: (entry: NewEntry) => Promise<void>) => Promise<void>): AsyncIterable<Uint8Array>;
  /** Throws `integrity` for what was cut off or does not fit together. */
  unpack(stream: AsyncIterable<Uint8Array>): AsyncIterable<ArchiveEntry>;
  /** Reads to the end what holds the entries, whatever they are. Throws `integrity` for what was damaged or cut off. */
  assertWhole(stream: AsyncIterable<Uint8Array>): Promise<void>;
  sha256(): RunningHash;
}
