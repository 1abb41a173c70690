import type { CliContext } from "../context";
import { spinner } from "./bar";
import { formatSeconds } from "./format";
import { createLiveRegion } from "./live-region";

/** Shows that something long is going on: a spinner with its seconds on a terminal, a line before and after elsewhere. */
export async function withActivity<T>(
  context: CliContext,
  label: string,
  work: () => Promise<T>,
): Promise<T> {
  const began = performance.now();
  const seconds = (): string => formatSeconds((performance.now() - began) / 1000);
  const { talkStyle: style } = context;
  if (!context.isLive) {
    context.talk(`${label} …`);
    const result = await work();
    context.talk(`${label}: done in ${seconds()}`);
    return result;
  }
  const region = createLiveRegion({ write: (text) => process.stderr.write(text), columns: context.columns });
  const draw = (): void =>
    region.draw([`  ${style.accent(spinner(performance.now()))} ${label} ${style.dim(seconds())}`]);
  draw();
  const timer = setInterval(draw, 80);
  try {
    const result = await work();
    region.draw([`  ${style.good("✓")} ${label} ${style.dim(seconds())}`]);
    region.end();
    return result;
  } catch (error) {
    region.draw([`  ${style.bad("✗")} ${label} ${style.dim(seconds())}`]);
    region.end();
    throw error;
  } finally {
    clearInterval(timer);
  }
}
