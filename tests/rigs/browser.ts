import { existsSync } from "node:fs";
import { type Browser, chromium } from "@playwright/test";

const PATHS = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** A browser of this machine, or why there is none. `REELGRAPH_REQUIRE_SERVICES=1` makes its absence a failure. */
export function findBrowser(): { path: string } | { unavailable: string } {
  const path = PATHS.find((candidate) => candidate && existsSync(candidate));
  if (path) return { path };
  const unavailable = "no Chromium: install Debian's package chromium, or set CHROMIUM_PATH";
  if (process.env.REELGRAPH_REQUIRE_SERVICES === "1") throw new Error(unavailable);
  return { unavailable };
}

export async function openBrowser(executablePath: string): Promise<Browser> {
  return await chromium.launch({
    executablePath,
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update"],
      ...["--disable-background-networking", "--disable-sync", "--autoplay-policy=no-user-gesture-required"],
    ],
  });
}
