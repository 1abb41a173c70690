import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import type { Browser, BrowserContext, CDPSession, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findBrowser, openBrowser } from "../rigs/browser";
import { type FaultProxy, startFaultProxy } from "../rigs/fault-proxy";
import { makeDataDir, type ProductServer, postVideo, startProduct, untilEnded } from "../rigs/product-server";
import { startRadosgw } from "../rigs/radosgw";

const BUCKET = "films";
/** Long enough that a page is looked at twice within it; an address ends after twice this at most. */
const WINDOW_SECONDS = 600;
const SHORT_WINDOW_SECONDS = 2;

const found = findBrowser();
const radosgw = await startRadosgw();
const missing = [found, radosgw].flatMap((one) => ("unavailable" in one ? [one.unavailable] : []));
if (missing.length > 0) console.warn(`Assets in a browser are tested in part. ${missing.join(" ")}`);
afterAll(async () => {
  if (!("unavailable" in radosgw)) await radosgw.stop();
});

const NOTHING = { answers: [], served: [], fromStore: [] };

interface Answer {
  url: string;
  status: number;
  range: string | null;
  /** Over the network, headers and all; 0 from the browser's own memory. */
  bytes: number;
}

/** What a page loads of the video's bytes, as its browser counts. */
async function watch(page: Page): Promise<{ answers: Answer[]; session: CDPSession }> {
  const session = await page.context().newCDPSession(page);
  const answers: Answer[] = [];
  const open = new Map<string, Answer>();
  await session.send("Network.enable");
  session.on("Network.requestWillBeSent", ({ requestId, request, redirectResponse }) => {
    const before = open.get(requestId);
    if (before && redirectResponse) before.status = redirectResponse.status;
    const range = Object.entries(request.headers).find(([name]) => name.toLowerCase() === "range")?.[1];
    const answer: Answer = { url: request.url, status: 0, range: range ?? null, bytes: 0 };
    open.set(requestId, answer);
    answers.push(answer);
  });
  session.on("Network.responseReceived", ({ requestId, response }) => {
    const answer = open.get(requestId);
    if (answer) answer.status = response.status;
  });
  // With `dataReceived`, because players give up what they have enough of before it has been loaded.
  session.on("Network.dataReceived", ({ requestId, encodedDataLength }) => {
    const answer = open.get(requestId);
    if (answer) answer.bytes += encodedDataLength;
  });
  return { answers, session };
}

function describeAssets(
  where: string,
  open: () => Promise<{ env: Record<string, string>; proxy: FaultProxy | null }>,
): void {
  describe(`a video's bytes in a browser: ${where}`, () => {
    let server: ProductServer;
    let dataDir: string;
    let remove: () => Promise<void>;
    let env: Record<string, string>;
    let proxy: FaultProxy | null;
    let browser: Browser;
    let context: BrowserContext;
    let videoId: string;

    beforeAll(async () => {
      ({ env, proxy } = await open());
      ({ dataDir, remove } = await makeDataDir());
      const window = { REELGRAPH_ASSET_URL_SECONDS: String(WINDOW_SECONDS) };
      server = await startProduct({ dataDir, env: { ...env, ...window } });
      browser = await openBrowser("path" in found ? found.path : "");
      context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      const { body } = await postVideo(server.url, {
        InquiryPrompt: "How tides work",
        Duration: 20,
        Size: "480p",
      });
      videoId = body.id;
      const run = await untilEnded({ url: server.url, runId: body.run.id });
      const film = await untilEnded({ url: server.url, runId: run.exportRunId ?? "", withinMs: 240_000 });
      expect(film.status).toBe("succeeded");
    });
    afterAll(async () => {
      await browser?.close();
      await server?.stop();
      await remove?.();
      await proxy?.stop();
    });

    const isStore = (url: string) => proxy !== null && url.startsWith(proxy.endpoint);
    const signedAt = (url: string) => new URL(url).searchParams.get("X-Amz-Date");

    const isAsset = ({ url }: Answer) =>
      /\/artifacts\/[^/?]+|\/film|\/thumbnail|\/captions/.test(new URL(url).pathname) || isStore(url);

    /** The video's page with its film and all its artifacts, looked at until nothing more is loaded. */
    async function look(): Promise<{ page: Page; answers: Answer[] }> {
      const page = await context.newPage();
      const { answers } = await watch(page);
      await page.goto(`${server.url}/videos/${videoId}`);
      await page.waitForFunction(() => {
        const film = document.querySelector("video");
        return film !== null && film.readyState >= 1;
      });
      await page.getByRole("tab", { name: /artifacts/i }).click();
      await page.getByTestId("segment-artifacts").last().scrollIntoViewIfNeeded();
      await page.waitForFunction(() =>
        [...document.querySelectorAll("img")].every((image) => image.complete && image.naturalWidth > 0),
      );
      // Players too: one that is closed while it loads leaves the rest of that for the next view.
      await page.waitForFunction(() =>
        [...document.querySelectorAll<HTMLMediaElement>("video, audio")].every(
          ({ networkState }) => networkState !== HTMLMediaElement.NETWORK_LOADING,
        ),
      );
      await page.waitForLoadState("networkidle");
      return { page, answers: answers.filter(isAsset) };
    }

    it("are loaded once: a later view transfers none of them", async () => {
      const first = await look();
      expect(first.answers.length).toBeGreaterThan(4);
      const sum = (answers: Answer[]) => answers.reduce((total, { bytes }) => total + bytes, 0);
      expect(sum(first.answers)).toBeGreaterThan(100_000);
      await first.page.locator("video").first().evaluate(loadWhole);
      await first.page.close();
      /** What one more view transferred: as the browser saw it, as the server did, and as the store did. */
      async function another(): Promise<{ answers: Answer[]; served: unknown[]; fromStore: string[] }> {
        const logged = server.log().length;
        const wire = proxy?.seen.length ?? 0;
        const { page, answers } = await look();
        await page.close();
        const asked = server
          .log()
          .slice(logged)
          .split("\n")
          .filter((line) => line.startsWith("{"))
          .map((line) => JSON.parse(line) as { msg?: string; path?: string; status?: number });
        return {
          answers: answers.filter(({ bytes }) => bytes > 0),
          // What the server is asked for again is answered without bytes.
          served: asked.filter(
            ({ path, status }) => path && isAsset({ url: `http://x${path}` } as Answer) && status !== 304,
          ),
          fromStore: (proxy?.seen.slice(wire) ?? []).filter(
            (line) => /^GET .*\/assets\//.test(line) && line.includes("X-Amz-Signature"),
          ),
        };
      }
      // A page that is closed may leave something half loaded: the view after that has the rest of it.
      const views = [await another()];
      while (views.length < 3 && JSON.stringify(views.at(-1)) !== JSON.stringify(NOTHING)) {
        views.push(await another());
      }
      expect(views.at(-1)).toEqual(NOTHING);
    });

    it("are sought in: the film goes to the moment it is told, by a range", async () => {
      const fresh = await browser.newContext();
      const page = await fresh.newPage();
      const { answers } = await watch(page);
      await page.goto(`${server.url}/videos/${videoId}`);
      const at = await page.locator("video").first().evaluate(seekTo, 0.9);
      expect(at.seconds).toBeCloseTo(at.wanted, 0);
      const parts = answers.filter(isAsset).filter(({ status }) => status === 206);
      expect(parts.length).toBeGreaterThan(0);
      // A slow machine has loaded all of it before it is told.
      if (!at.wasWhole) expect(parts.some(({ range }) => /^bytes=[1-9]\d*-/.test(range ?? ""))).toBe(true);
      // And sound, of which the browser has nothing yet.
      const sound = await page.evaluate(async (id) => {
        const audio = new Audio(
          `/api/v1/videos/${id}/artifacts/${encodeURIComponent("SegmentNarrationAudio[0]")}`,
        );
        audio.preload = "metadata";
        await new Promise((resolve, reject) => {
          audio.onloadedmetadata = resolve;
          audio.onerror = () => reject(new Error(String(audio.error?.message)));
        });
        const seconds = audio.duration * 0.8;
        await new Promise((resolve) => {
          audio.onseeked = resolve;
          audio.currentTime = seconds;
        });
        return { seconds, now: audio.currentTime };
      }, videoId);
      expect(sound.now).toBeCloseTo(sound.seconds, 1);
      await fresh.close();
    });

    it("are no foreign video's, whatever the address says", async () => {
      const artifact = encodeURIComponent("SegmentImageAsset[0][0]");
      const foreign = videoId.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
      const answer = await fetch(
        `${server.url}/api/v1/videos/${foreign}/artifacts/${artifact}?v=0123456789ab`,
      );
      expect(answer.status).toBe(404);
      expect(answer.headers.get("cache-control") ?? "").not.toContain("immutable");
    });

    it.runIf(where === "on S3")("end with their addresses, and whoever watches does not notice", async () => {
      if (proxy === null) return;
      await server.stop();
      const window = { REELGRAPH_ASSET_URL_SECONDS: String(SHORT_WINDOW_SECONDS) };
      server = await startProduct({ dataDir, env: { ...env, ...window } });
      const { links } = (await (await fetch(`${server.url}/api/v1/videos/${videoId}`)).json()) as {
        links: { mp4: string };
      };
      const { headers, status } = await fetch(`${server.url}${links.mp4}`, { redirect: "manual" });
      const location = headers.get("location") ?? "";
      expect(status).toBe(302);
      expect(headers.get("cache-control")).toMatch(/^private, max-age=[12]$/);
      const read = (url: string) => fetch(url, { headers: { range: "bytes=0-9" } });
      expect((await read(location)).status).toBe(206);
      const signature = /X-Amz-Signature=([0-9a-f]+)/.exec(location)?.[1] ?? "";
      const forged = location.replace(
        signature,
        signature.replace(/.$/, (d) => (d === "0" ? "1" : "0")),
      );
      expect((await read(forged)).status).toBe(403);
      expect((await read(location.replace("X-Amz-Expires=4", "X-Amz-Expires=4000"))).status).toBe(403);

      const fresh = await browser.newContext();
      const page = await fresh.newPage();
      const { answers } = await watch(page);
      await page.goto(`${server.url}/videos/${videoId}`);
      const film = page.locator("video").first();
      await film.evaluate(
        (element) =>
          new Promise<void>((resolve) => {
            const video = element as HTMLVideoElement;
            if (video.readyState >= 1) resolve();
            else video.onloadedmetadata = () => resolve();
          }),
      );
      await new Promise((resolve) => setTimeout(resolve, (2 * SHORT_WINDOW_SECONDS + 1) * 1_000));
      expect((await read(location)).status).toBe(403);
      const before = answers.length;
      const at = await film.evaluate(seekTo, 0.9);
      expect(at.seconds).toBeCloseTo(at.wanted, 0);
      // Nothing comes from under the address that has ended.
      const then = answers.slice(before).filter(({ url, status: given }) => isStore(url) && given === 206);
      expect(then.filter(({ url }) => signedAt(url) === signedAt(location))).toEqual([]);

      // A browser that holds on to it, or one whose clock is behind, is told 403 in the middle of the film.
      let refused = 0;
      proxy.decide = ({ url }) => {
        if (!/\/assets\/exports\//.test(url) || refused > 0) return "pass";
        refused++;
        return { status: 403, code: "AccessDenied" };
      };
      await film.evaluate((element) => (element as HTMLVideoElement).load());
      const back = await film.evaluate(seekTo, 0.4);
      proxy.decide = () => "pass";
      expect(refused).toBe(1);
      expect(back.seconds).toBeCloseTo(back.wanted, 0);
      await fresh.close();
    });
  });
}

/** Runs in the page. The film from its beginning to its end: of one that is left half loaded the next view asks for the rest. */
async function loadWhole(element: Element): Promise<void> {
  const video = element as HTMLVideoElement;
  video.preload = "auto";
  const until = performance.now() + 60_000;
  const isWhole = () => {
    const { buffered, duration } = video;
    return buffered.length === 1 && buffered.start(0) <= 0.1 && buffered.end(0) >= duration - 0.1;
  };
  while (!isWhole()) {
    if (performance.now() > until) throw new Error("The film is not loaded.");
    // A player that has enough for now goes on when it is further on.
    if (video.buffered.length > 0) video.currentTime = video.buffered.end(video.buffered.length - 1);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** Runs in the page. Resolves when a picture of that moment is there. */
async function seekTo(
  element: Element,
  share: number,
): Promise<{ wanted: number; seconds: number; wasWhole: boolean }> {
  const video = element as HTMLVideoElement;
  video.muted = true;
  const until = performance.now() + 60_000;
  while (video.readyState < 1 && performance.now() < until) await new Promise((done) => setTimeout(done, 50));
  const wanted = video.duration * share;
  const { buffered } = video;
  const wasWhole = buffered.length > 0 && buffered.end(buffered.length - 1) >= wanted;
  video.currentTime = wanted;
  // After an address has ended the player starts anew, and seeks again.
  while (performance.now() < until) {
    if (!video.seeking && video.readyState >= 2 && Math.abs(video.currentTime - wanted) < 1) break;
    await new Promise((done) => setTimeout(done, 50));
  }
  return { wanted, seconds: video.readyState >= 2 ? video.currentTime : -1, wasWhole };
}

describe.skipIf("unavailable" in found)("assets", () => {
  describeAssets("on disk", async () => ({ env: {}, proxy: null }));

  if ("unavailable" in radosgw) {
    it.skip(`on S3: ${radosgw.unavailable}`, () => undefined);
  } else {
    const { endpoint, stop: _, ...credentials } = radosgw;
    describeAssets("on S3", async () => {
      const client = new S3Client({ endpoint, region: "us-east-1", credentials, forcePathStyle: true });
      await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
      const proxy = await startFaultProxy(endpoint);
      return {
        proxy,
        env: {
          S3_BUCKET: BUCKET,
          S3_ENDPOINT: proxy.endpoint,
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        },
      };
    });
  }
});
