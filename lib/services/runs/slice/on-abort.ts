interface Audience {
  acts: Set<() => void>;
  leave(): void;
}

const audiences = new WeakMap<AbortSignal, Audience>();

/**
 * Calls `act` when the signal aborts, unless what this returns was called before. However many wait, the signal has one listener, and
 * none when nobody does: Node takes many for a leak and says so in the log.
 */
export function onAbort(signal: AbortSignal, act: () => void): () => void {
  const audience = audiences.get(signal) ?? gather(signal);
  audience.acts.add(act);
  return () => {
    if (audience.acts.delete(act) && audience.acts.size === 0) audience.leave();
  };
}

function gather(signal: AbortSignal): Audience {
  const acts = new Set<() => void>();
  const tell = () => {
    for (const act of [...acts]) act();
  };
  signal.addEventListener("abort", tell, { once: true });
  const leave = () => {
    signal.removeEventListener("abort", tell);
    audiences.delete(signal);
  };
  const audience = { acts, leave };
  audiences.set(signal, audience);
  return audience;
}
