import type { FakeRequestLog } from "../rigs/fake-providers";
import type { RunEvent } from "../rigs/stage";
import { type Ledger, liveRuns } from "./ledger";

/** One kill: when the server died and began anew, and what its database said meanwhile. */
export interface Kill {
  scene: string;
  killedAt: number;
  startedAt: number;
  ledger: Ledger;
}

/**
 * Seconds from a restart until each run that had not ended got somewhere: its next event, or a request to a provider about one of its
 * purchases. Runs asleep are left out, because they have nothing to do before their time; so are runs that the next kill cut off.
 * Of exports or of the others: those wait for one another, two render at a time.
 */
export function recoverySeconds(options: {
  kill: Kill;
  /** When the server was killed the next time; null when it was not. */
  nextKillAt: number | null;
  events: ReadonlyMap<string, readonly RunEvent[]>;
  requests: readonly FakeRequestLog[];
  ofExports: boolean;
}): number[] {
  const { kill, nextKillAt, events, requests, ofExports } = options;
  const { startedAt, ledger } = kill;
  return liveRuns(ledger).flatMap(({ id, type, status }) => {
    if (status === "waiting" || (type === "export") !== ofExports) return [];
    const mine = ledger.purchases.filter(({ runId }) => runId === id);
    const isMine = ({ key, path }: FakeRequestLog) =>
      mine.some(
        ({ nonce, providerRequestId }) =>
          nonce === key || (providerRequestId !== null && path.includes(providerRequestId)),
      );
    const moments = [
      ...(events.get(id) ?? []).map(({ at }) => Date.parse(at)),
      ...requests.filter(isMine).map(({ at }) => at),
    ].filter((at) => at >= startedAt);
    const first = Math.min(...moments);
    if (!Number.isFinite(first) || (nextKillAt !== null && first > nextKillAt)) return [];
    return [(first - startedAt) / 1_000];
  });
}
