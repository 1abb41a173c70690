export interface ShelvedBackup {
  name: string;
  bytes: number;
  modifiedAt: Date;
}

/** Where backups are kept. */
export interface BackupShelf {
  /** Where it is, for people. */
  readonly place: string;
  /** Keeps a stream under a name: all of it, or nothing. Throws `conflict` when the name is taken. */
  put(name: string, stream: AsyncIterable<Uint8Array>): Promise<{ bytes: number }>;
  list(): Promise<ShelvedBackup[]>;
  remove(name: string): Promise<void>;
}
