import { mkdir } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findBrowser, openBrowser } from "../rigs/browser";
import { makeDataDir, type ProductServer, startProduct } from "../rigs/product-server";

const found = findBrowser();
if ("unavailable" in found) console.log(`skipped: the dashboard in a browser (${found.unavailable})`);

/** `npm run screenshot` sets it: the picture in the README is what this test sees. */
const SCREENSHOT = process.env.REELGRAPH_SCREENSHOT;
const PLAYED_SECONDS = 1;
/** The README shows a film of the usual length; otherwise one segment will do. */
const SECONDS = SCREENSHOT ? 30 : 10;

describe.skipIf("unavailable" in found)("the dashboard in a browser", () => {
  let server: ProductServer;
  let removeData: () => Promise<void>;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    const { dataDir, remove } = await makeDataDir();
    removeData = remove;
    server = await startProduct({ dataDir, env: { REELGRAPH_TIME_SCALE: "0.02" } });
    browser = await openBrowser("path" in found ? found.path : "");
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: "dark" });
    page = await context.newPage();
    page.on("pageerror", (error) => faults.push(error.message));
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await removeData?.();
  });

  it("says at the field what is wrong with it, and creates nothing", async () => {
    await page.goto(server.url);
    await page.getByTestId("create-submit").click();
    await page.getByTestId("field-error").first().waitFor();
    expect(page.url()).toBe(`${server.url}/`);
    const list = await (await fetch(`${server.url}/api/v1/videos`)).json();
    expect(list.data).toEqual([]);
  });

  it("creates a video, shows its jobs while they run, and keeps the progress over a reload", async () => {
    await page.goto(server.url);
    await page.getByTestId("prompt-input").fill("How tides work");
    await page.locator("#Duration").fill(String(SECONDS));
    await page.getByTestId("create-submit").click();
    await page.waitForURL(/\/videos\/vid_/);
    await page.getByTestId("job-card").first().waitFor();
    await page
      .locator('[data-testid="job-card"][data-state="succeeded"]')
      .first()
      .waitFor({ timeout: 60_000 });
    const before = await page.locator('[data-testid="job-card"][data-state="succeeded"]').count();
    await page.reload();
    await page
      .locator('[data-testid="job-card"][data-state="succeeded"]')
      .first()
      .waitFor({ timeout: 60_000 });
    const after = await page.locator('[data-testid="job-card"][data-state="succeeded"]').count();
    expect(after).toBeGreaterThanOrEqual(before);
  });

  it("plays the film: pictures move and time passes", async () => {
    const player = page.locator("video").first();
    await player.waitFor({ timeout: 180_000 });
    await player.evaluate(async (element) => {
      const film = element as HTMLVideoElement;
      film.muted = true;
      await film.play();
    });
    await page.waitForFunction(
      (seconds) => {
        const film = document.querySelector("video");
        return film !== null && film.currentTime > seconds && film.videoWidth > 0 && !film.error;
      },
      PLAYED_SECONDS,
      { timeout: 30_000 },
    );
    const film = await player.evaluate((element) => {
      const { videoWidth, videoHeight, duration, textTracks } = element as HTMLVideoElement;
      return { videoWidth, videoHeight, duration, tracks: textTracks.length };
    });
    expect(film).toMatchObject({ videoWidth: 1280, videoHeight: 720, tracks: 1 });
    expect(Math.abs(film.duration - SECONDS)).toBeLessThan(SECONDS / 3);
    if (SCREENSHOT) {
      await mkdir("docs/images", { recursive: true });
      await page.screenshot({ path: "docs/images/video.png" });
    }
  });

  it("lists it with its poster, has no accessibility faults, and no script fails", async () => {
    await page.goto(server.url);
    const card = page.getByTestId("video-card").first();
    await card.waitFor();
    expect(await card.textContent()).toContain("How Tides Work");
    await page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLImageElement>('[data-testid="video-card"] img')].some(
        (image) => image.complete && image.naturalWidth > 0,
      ),
    );
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    if (SCREENSHOT) await page.screenshot({ path: "docs/images/dashboard.png" });
    expect(faults).toEqual([]);
  });
});
