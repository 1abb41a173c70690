import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findBrowser, openBrowser } from "../rigs/browser";
import {
  makeDataDir,
  NO_EXPORT,
  type ProductServer,
  postVideo,
  startProduct,
  untilEnded,
} from "../rigs/product-server";

const found = findBrowser();
if ("unavailable" in found) console.log(`skipped: editing in a browser (${found.unavailable})`);

const SMALL = {
  InquiryPrompt: "How tides work",
  Duration: 6,
  SegmentDuration: 3,
  ImagesPerSegment: 1,
  Size: "480p",
};
const PICTURE = "SegmentImageAsset[0][0]";

describe.skipIf("unavailable" in found)("editing a film in a browser", () => {
  let server: ProductServer;
  let removeData: () => Promise<void>;
  let browser: Browser;
  let page: Page;
  /** A film of two segments, made once; every test edits it further. */
  let videoId: string;
  const faults: string[] = [];

  beforeAll(async () => {
    const { dataDir, remove } = await makeDataDir();
    removeData = remove;
    server = await startProduct({ dataDir });
    const { body } = await postVideo(server.url, SMALL, {}, NO_EXPORT);
    videoId = body.id;
    await untilEnded({ url: server.url, runId: body.run.id });
    browser = await openBrowser("path" in found ? found.path : "");
    const context = await browser.newContext({
      viewport: { width: 1440, height: 1000 },
      colorScheme: "dark",
    });
    page = await context.newPage();
    page.on("pageerror", (error) => faults.push(error.message));
    await page.goto(`${server.url}/videos/${videoId}`);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await removeData?.();
  });

  async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const answer = await fetch(`${server.url}/api/v1/${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return await answer.json();
  }

  /** Somebody else saves an edit. */
  async function editElsewhere(patch: Record<string, unknown>): Promise<void> {
    const edited = await ask("PATCH", `videos/${videoId}/inputs`, patch, { "if-match": "*" });
    expect(edited.inputs).toMatchObject(patch);
  }

  async function checksums(): Promise<Record<string, string>> {
    const { data } = await ask("GET", `videos/${videoId}/artifacts?limit=200`);
    return Object.fromEntries(data.map((each: { id: string; checksum: string }) => [each.id, each.checksum]));
  }

  async function shownPrice() {
    return await page.getByTestId("edit-price").evaluate(({ dataset }) => ({
      queueHash: dataset.queueHash,
      costMicros: Number(dataset.costMicros),
      expectedMicros: Number(dataset.expectedMicros),
      jobs: Number(dataset.jobs),
    }));
  }

  async function quoted(request: Record<string, unknown>) {
    const { queueHash, quote, jobs } = await ask("POST", "quotes", { videoId, ...request });
    return { queueHash, costMicros: quote.costMicros, expectedMicros: quote.expectedMicros, jobs };
  }

  async function untilNewestRunEnded() {
    const { run } = await ask("GET", `videos/${videoId}`);
    const ended = await untilEnded({ url: server.url, runId: run.id });
    if (ended.exportRunId) await untilEnded({ url: server.url, runId: ended.exportRunId });
    return ended;
  }

  async function faultsOfAccess(): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page }).analyze();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  }

  it("renders the film when it is asked for, where none came with the run", async () => {
    await page.getByTestId("render-film").click();
    await page.getByTestId("download-mp4").waitFor({ timeout: 120_000 });
    await page.getByTestId("run-panel").getByText("The film is ready").waitFor();
    expect(await page.getByTestId("render-film").count()).toBe(0);
    const { exportRun } = await ask("GET", `videos/${videoId}`);
    expect(exportRun.status).toBe("succeeded");
  });

  it("shows before anything is saved what another style makes again, why, and the price of the server's own quote", async () => {
    await page.getByTestId("edit-video").click();
    await page.getByText("Nothing to buy.").waitFor();
    expect(await shownPrice()).toEqual(await quoted({ mode: "dirty" }));
    await page.locator('label:has(input[name="ImageStyle"][value="noir"])').click();
    await page.locator('[data-job-id="ImageGen[1][0]"][data-state="again"]').waitFor();
    const price = await shownPrice();
    expect(price.jobs).toBe(5);
    expect(price).toEqual(await quoted({ mode: "dirty", inputs: { ImageStyle: "noir" } }));
    expect(await page.getByTestId("why").textContent()).toContain(
      'You changed Image style from "cinematic" to "noir".',
    );
    expect(await page.locator('[data-testid="part"][data-state="up-to-date"]').count()).toBe(5);
    expect(await ask("GET", `videos/${videoId}`)).toMatchObject({ inputRevision: 1, numDirtyArtifacts: 0 });
    expect(await faultsOfAccess()).toEqual([]);
  });

  it("saves and makes: live on the page, and only visuals are bought", async () => {
    const before = await checksums();
    await page.getByTestId("edit-make").click();
    await page.locator('[data-testid="job-card"][data-job-id="ImageGen[0][0]"]').waitFor();
    const ended = await untilNewestRunEnded();
    expect(ended.status).toBe("succeeded");
    expect(new Set(ended.jobs.map(({ genId }) => genId))).toEqual(
      new Set(["TextToImagePromptGen", "ImageGen", "TimelineAssembler"]),
    );
    const after = await checksums();
    const changed = Object.keys(after).filter((id) => after[id] !== before[id]);
    expect(changed).toContain(PICTURE);
    expect(changed.filter((id) => !/^(SegmentImage|SegmentTimeline|Timeline)/.test(id))).toEqual([]);
    await page.locator('[data-testid="run-panel"][data-state="succeeded"]').waitFor();
    await page.getByText("Ready", { exact: true }).waitFor();
    await page.getByRole("tab", { name: "Edit" }).click();
    await page.getByText("Nothing to buy.").waitFor();
    expect(await shownPrice()).toEqual(await quoted({ mode: "dirty" }));
  });

  it("shows both versions when somebody else was faster, and lays one's own over theirs", async () => {
    await page.getByLabel("Audience", { exact: true }).fill("Children");
    await editElsewhere({ Emotion: "warm", Audience: "Sailors" });
    await page.getByTestId("edit-save").click();
    const conflict = page.getByTestId("conflict");
    await conflict.waitFor();
    const rows = await conflict
      .locator("tbody tr")
      .evaluateAll((list) => list.map((row) => [...row.children].map((cell) => cell.textContent)));
    expect(rows).toEqual([
      ["Audienceboth changed it", '"Adults"', '"Sailors"', '"Children"'],
      ["Emotion", '"neutral"', '"warm"', '"neutral"'],
    ]);
    expect(await conflict.evaluate((box) => box.contains(document.activeElement))).toBe(true);
    expect(await faultsOfAccess()).toEqual([]);
    expect((await ask("GET", `videos/${videoId}`)).inputs.Audience).toBe("Sailors");

    await page.getByTestId("conflict-reapply").click();
    await conflict.waitFor({ state: "detached" });
    expect(await page.getByLabel("Emotion", { exact: true }).inputValue()).toBe("warm");
    await page.getByTestId("edit-save").click();
    await page.getByText("Saved.", { exact: true }).waitFor();
    expect((await ask("GET", `videos/${videoId}`)).inputs).toMatchObject({
      Audience: "Children",
      Emotion: "warm",
    });
  });

  it("takes theirs when asked to, and a value typed back is no edit", async () => {
    await page.getByLabel("Audience", { exact: true }).fill("Pilots");
    await editElsewhere({ Audience: "Adults", Emotion: "neutral" });
    await page.getByTestId("edit-save").click();
    await page.getByTestId("conflict-theirs").click();
    await page.getByTestId("conflict").waitFor({ state: "detached" });
    expect(await page.getByLabel("Audience", { exact: true }).inputValue()).toBe("Adults");
    await page.getByText("Nothing to buy.").waitFor();
    await page.getByLabel("Audience", { exact: true }).fill("Pilots");
    await page.getByText('You changed Audience from "Adults" to "Pilots".').waitFor();
    await page.getByLabel("Audience", { exact: true }).fill("Adults");
    await page.getByText("Nothing to buy.").waitFor();
    expect(await page.getByTestId("edit-save").isDisabled()).toBe(true);
  });

  it("puts own words in the place of one narration, starting from the present ones", async () => {
    const fields = page.getByTestId("segment-fields").nth(1);
    await fields.locator("summary").click();
    await fields.getByRole("button", { name: "Start from the present text" }).first().click();
    const narration = fields.getByLabel("Narration", { exact: true });
    expect((await narration.inputValue()).length).toBeGreaterThan(5);
    await narration.fill("The moon pulls, and the sea follows.");
    await page
      .getByText('You gave Narration (segment 2): "The moon pulls, and the sea follows."')
      .first()
      .waitFor();
    const inputs = { "SegmentNarrationInput[1]": "The moon pulls, and the sea follows." };
    // The price follows the words a moment later.
    await expect.poll(shownPrice).toEqual(await quoted({ mode: "dirty", inputs }));
    await page.getByLabel("Some segments").check();
    await page.getByRole("checkbox", { name: "Segment 2" }).check({ force: true });
    await page.waitForFunction(
      (hash) => document.querySelector<HTMLElement>('[data-testid="edit-price"]')?.dataset.queueHash === hash,
      (await quoted({ scope: ["segment=1"], inputs })).queueHash,
    );
    await page.getByRole("button", { name: "Discard" }).click();
    await page.getByText("Nothing to buy.").waitFor();
  });

  it("tells of a picture why it is as it is, shows the first one beside it, puts it back, and throws one away", async () => {
    const before = await checksums();
    await page.getByRole("tab", { name: "Artifacts" }).click();
    await page.locator(`[data-artifact="${PICTURE}"]`).click();
    const dialog = page.getByTestId("dialog");
    await dialog.getByTestId("artifact-why").getByText('It follows Image style: "noir".').waitFor();
    const alternate = dialog.getByTestId("alternate");
    await alternate.getByText("Made from another Image style", { exact: false }).waitFor();
    expect(
      await alternate.locator("img").evaluate((image) => (image as HTMLImageElement).decode()),
    ).toBeUndefined();
    expect(await faultsOfAccess()).toEqual([]);

    await alternate.getByTestId("promote").click();
    await dialog.getByText("The film shows it now.", { exact: false }).waitFor();
    const promoted = await checksums();
    expect(promoted[PICTURE]).not.toBe(before[PICTURE]);
    // The noir one is the alternate now.
    await dialog.getByTestId("alternate").getByText("Made from the same inputs.").waitFor();
    const discard = dialog.getByTestId("discard");
    await discard.click();
    await discard.getByText("Really throw it away?").waitFor();
    await discard.click();
    await dialog.getByText("Thrown away.", { exact: false }).waitFor();
    await dialog.getByText("There is no other result of this one.").waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-artifact"))).toBe(PICTURE);
  });

  it("makes another take of it, priced before, and keeps the first", async () => {
    await page.locator(`[data-artifact="${PICTURE}"]`).click();
    await page.getByText("The same inputs, another result", { exact: false }).waitFor();
    await page.getByTestId("make-take").click();
    await page.locator('[data-testid="job-card"][data-job-id="ImageGen[0][0]"]').waitFor();
    const ended = await untilNewestRunEnded();
    expect(ended.jobs.map(({ jobId }) => jobId)).toEqual(["ImageGen[0][0]", "TimelineAssembler"]);
    expect(await ask("GET", "verify")).toMatchObject({ ok: true });
    expect(faults).toEqual([]);
  });

  it("deletes it when that is said twice, and brings it back", async () => {
    await page.getByTestId("delete-video").click();
    await page.getByRole("button", { name: "Keep it" }).click();
    await page.getByTestId("delete-video").click();
    await page.getByTestId("delete-confirm").click();
    await page.getByTestId("delete-undo").waitFor();
    expect((await fetch(`${server.url}/api/v1/videos/${videoId}`)).status).toBe(404);
    expect(await faultsOfAccess()).toEqual([]);
    await page.getByTestId("delete-undo").click();
    await page.getByTestId("run-panel").waitFor();
    expect(await ask("GET", `videos/${videoId}`)).toMatchObject({ id: videoId, status: "succeeded" });
    expect(faults).toEqual([]);
  });
});
