/** What fails again so soon does not get better by asking. */
const TRY_AGAIN_AFTER_MS = 10_000;

const tried = new WeakMap<HTMLMediaElement, { source: string; at: number }>();

/**
 * A player holds on to the signed address that its source once led to, and that one ends. Asked again, the source leads to a new one: goes
 * on from there at the same moment. False when that was just tried for the same source.
 */
export function reloadMedia(element: HTMLMediaElement): boolean {
  const source = element.getAttribute("src") ?? "";
  const at = performance.now();
  const last = tried.get(element);
  if (source === "" || (last?.source === source && at - last.at < TRY_AGAIN_AFTER_MS)) return false;
  tried.set(element, { source, at });
  const { currentTime, paused } = element;
  element.load();
  element.currentTime = currentTime;
  if (!paused) element.play().catch(() => undefined);
  return true;
}
