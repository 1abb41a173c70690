/** Where the server answers. The address may change while a command runs: the embedded server can be started again. */
export interface Connection {
  /** Origin without a trailing slash, e.g. `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly apiKey: string | undefined;
  /** `remote`: --url or REELGRAPH_URL. `found`: another process's server. `started`: ends with this command. */
  readonly origin: "remote" | "found" | "started";
  /** After a lost connection: finds the server again, or starts it. Throws when there is no point in trying on. */
  revive(): Promise<void>;
}
