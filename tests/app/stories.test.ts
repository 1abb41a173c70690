import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "@playwright/test";
import { build, type PreviewServer, preview } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildDag } from "../fixtures/dags/build-dag";
import { DAG_FIXTURES, type DagFixture } from "../fixtures/dags/library";
import { CATALOGUE_MODELS } from "../fixtures/dags/planning-of";
import { findBrowser, openBrowser } from "../rigs/browser";

const found = findBrowser();
if ("unavailable" in found) console.log(`skipped: the page's stories (${found.unavailable})`);

const CONFIG = fileURLToPath(new URL("../stories/vite.config.ts", import.meta.url));
/** Ignored by git: to be looked at. */
const PICTURES = "test-results/stories";
const ALL: readonly DagFixture[] = DAG_FIXTURES;

describe.skipIf("unavailable" in found)("the page's stories", () => {
  let server: PreviewServer;
  let browser: Browser;
  let url = "";

  beforeAll(async () => {
    await mkdir(PICTURES, { recursive: true });
    // Built, not served module by module: a page is there at once.
    await build({ configFile: CONFIG, logLevel: "error" });
    server = await preview({ configFile: CONFIG, preview: { port: 0 } });
    url = server.resolvedUrls?.local[0] ?? "";
    browser = await openBrowser("path" in found ? found.path : "");
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function openStory(
    name: string,
    { width = 1280, colorScheme = "dark" as "dark" | "light" } = {},
  ): Promise<{ page: Page; faults: string[] }> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(`${message.text()} ${message.location().url}`);
    });
    await page.goto(`${url}?story=${name}`);
    await page.getByTestId("edit-price").waitFor();
    return { page, faults };
  }

  async function assertAccessible(page: Page): Promise<void> {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  }

  it.each(ALL.map((fixture, at) => [fixture.name, fixture, at] as const))(
    "%s: the browser plans and prices it as the core does here, draws it, and explains it",
    async (name, fixture, at) => {
      const { graph, plan } = buildDag(fixture, CATALOGUE_MODELS);
      const { page, faults } = await openStory(name, { colorScheme: at % 2 === 0 ? "dark" : "light" });
      const price = page.getByTestId("edit-price");
      expect(await price.getAttribute("data-queue-hash")).toBe(plan.queueHash);
      expect(await price.getAttribute("data-cost-micros")).toBe(String(plan.quote.costMicros));
      expect(await page.getByTestId("part").count()).toBe(graph.jobs.length);
      const made = page.locator(
        '[data-testid="part"]:is([data-state=new], [data-state=again], [data-state=retry])',
      );
      expect(await made.evaluateAll((parts) => parts.map((part) => part.dataset.jobId).sort())).toEqual(
        plan.layers.flatMap((layer) => layer.map(({ jobId }) => jobId)).sort(),
      );
      expect(await page.getByTestId("why").count()).toBe(plan.jobs > 0 ? 1 : 0);
      await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
      // Its rules find the same in one film as in the next: some of both schemes are enough.
      if (at % 5 === 0) await assertAccessible(page);
      expect(faults).toEqual([]);
      await page.context().close();
    },
  );

  it("tells of a part why, by keyboard as well, and plans another take of it", async () => {
    const { page, faults } = await openStory("style-edited");
    const graph = page.getByTestId("plan-graph");
    await graph.getByRole("button", { name: /^Picture ideas 2:/ }).click();
    await page.keyboard.press("ArrowRight");
    const panel = page.getByTestId("part-panel");
    await panel.getByText("Picture 2.1").waitFor();
    expect(await panel.textContent()).toContain(
      'You changed Image style from "cinematic" to "noir".That changes Segment 2, picture 1, because it is drawn in that style.',
    );
    const before = await page.getByTestId("edit-price").getAttribute("data-queue-hash");
    await panel.getByRole("button", { name: "Another take" }).click();
    await page.getByText("You asked for another take.").waitFor();
    expect(await page.getByTestId("edit-price").getAttribute("data-queue-hash")).not.toBe(before);
    await panel.getByRole("button", { name: "Keep as it is" }).click();
    await page.locator('[data-job-id="ImageGen[1][0]"][data-state="kept"]').waitFor();
    await page.screenshot({ path: `${PICTURES}/part.png` });
    await assertAccessible(page);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("prices as somebody types, says at the field what is wrong, and keeps the price away until it is right", async () => {
    const { page, faults } = await openStory("clean");
    expect(await page.getByTestId("edit-make").isDisabled()).toBe(true);
    const duration = page.getByLabel("Duration", { exact: true });
    await duration.fill("35");
    await page
      .getByText("must be a multiple of SegmentDuration (10 s), which 35 is not: try 30 or 40")
      .waitFor();
    expect(await page.getByTestId("edit-price").count()).toBe(0);
    expect(await page.getByTestId("edit-save").isDisabled()).toBe(true);
    await page.screenshot({ path: `${PICTURES}/refused.png`, fullPage: true });
    await assertAccessible(page);
    await duration.fill("40");
    await page.locator('[data-job-id="AudioGen[3]"][data-state="new"]').waitFor();
    await page.getByRole("button", { name: "Undo the edit of Duration" }).first().click();
    await page.getByText("Nothing to buy.").waitFor();
    expect(await duration.inputValue()).toBe("30");
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("fits a narrow screen: nothing but the graph is wider than it", async () => {
    const { page, faults } = await openStory("mixed", { width: 360, colorScheme: "light" });
    await page.getByTestId("segment-fields").first().locator("summary").click();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `${PICTURES}/narrow.png`, fullPage: true });
    await assertAccessible(page);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
