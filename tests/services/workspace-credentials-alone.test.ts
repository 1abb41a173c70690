import { stat } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { JobRow, RunRow } from "../../lib/ports/database";
import { type Context, inTenant } from "../../lib/services/context";
import { listCredentials } from "../../lib/services/credentials/list-credentials";
import { removeCredential } from "../../lib/services/credentials/remove-credential";
import { getCatalog } from "../../lib/services/plans/get-catalog";
import { getPlanning } from "../../lib/services/plans/get-planning";
import { quotePlan } from "../../lib/services/plans/quote-plan";
import { executeBatch } from "../../lib/services/runs/execute-batch";
import { planRun } from "../../lib/services/runs/plan-run";
import { aWorkspace, contextsOf, give } from "../rigs/credentials";
import { driveInRealTime, openProviderWorld, type ProviderWorld } from "../rigs/provider-world";
import { createRun } from "../rigs/studio-world";

/** The deployment has no key of any provider, the embedded database, and a public address. */

const INPUTS = { InquiryPrompt: "How tides work", Duration: 10, ImagesPerSegment: 1 };

let world: ProviderWorld;

beforeAll(async () => {
  world = await openProviderWorld({
    flags: ["--latency-ms", "20", "--small"],
    env: {
      OPENAI_API_KEY: "",
      REPLICATE_API_TOKEN: "",
      REPLICATE_WEBHOOK_SECRET: "",
      PUBLIC_URL: "http://127.0.0.1:9",
    },
  });
});
beforeEach(async () => {
  await world.fakes.reset();
});
afterAll(async () => {
  await world?.close();
});

const isThere = (name: string) =>
  stat(path.join(world.dataDir, name)).then(
    () => true,
    () => false,
  );
const providersOf = (ctx: Context) => [
  ...new Set(getCatalog({ ctx }).models.map(({ provider }) => provider)),
];
const rowsOf = (ctx: Context, run: Pick<RunRow, "id">) =>
  inTenant(ctx, async ({ runs, jobs }) => ({ run: await runs.find(run.id), jobs: await jobs.ofRun(run.id) }));
const providerOf = (jobs: readonly JobRow[], genId: string) =>
  jobs.find((job) => job.genId === genId)?.provider;
const remove = async (ctx: Context, provider: "openai" | "replicate") => {
  const { credentialDesk } = await import("../../lib/container");
  await removeCredential({ ctx, desk: await credentialDesk(), input: { provider } });
};
const quote = async (ctx: Context) =>
  (await quotePlan({ ctx, input: { inputs: INPUTS, mode: "dirty" } })).quote.costMicros;

describe("a workspace with a key of its own where the deployment has none", () => {
  it("can choose, is quoted and gets what its provider makes; the others go on with the studio", async () => {
    const contextOf = contextsOf(await aWorkspace(world.ctx, "own"));
    const others = contextsOf(await aWorkspace(world.ctx, "others"));
    expect(providersOf(await contextOf())).toEqual(["studio", "local"]);
    expect(await quote(await contextOf())).toBe(0);
    expect(await isThere("secrets.key")).toBe(false);

    await give(await contextOf(), { openai: "sk-of-the-own-one-0001", replicate: "r8_of-the-own-one-0001" });
    expect(((await stat(path.join(world.dataDir, "secrets.key"))).mode & 0o777).toString(8)).toBe("600");
    const ctx = await contextOf();
    expect(providersOf(ctx).sort()).toEqual(["local", "openai", "replicate"]);
    expect(getCatalog({ ctx }).voices.map(({ id }) => id)).toContain("alloy");
    expect(await quote(ctx)).toBeGreaterThan(1_000);
    expect(providersOf(await others())).toEqual(["studio", "local"]);
    expect(await quote(await others())).toBe(0);

    const run = await createRun(ctx, INPUTS);
    const view = await getPlanning({ ctx, input: { id: run.videoId } });
    expect(view.models.ImageGen?.provider).toBe("replicate");
    expect(view.windows.ImageGen?.key).toMatch(/^replicate:/);
    await driveInRealTime(contextOf, run.id);
    const { run: ended, jobs } = await rowsOf(ctx, run);
    expect(ended?.status).toBe("succeeded");
    expect(ended?.costMicros).toBeGreaterThan(0);
    expect(new Set(jobs.map(({ provider }) => provider))).toEqual(new Set(["openai", "replicate", "local"]));
    const requests = (await world.fakes.requests()).filter(({ api }) => api !== "output");
    expect(new Set(requests.map(({ bearer }) => bearer))).toEqual(
      new Set(["sk-of-the-own-one-0001", "r8_of-the-own-one-0001"]),
    );
    // Nobody could check a callback, so none is asked for.
    const predictions = requests.filter(({ path: at }) => at.endsWith("/predictions"));
    expect(predictions.length).toBeGreaterThan(0);
    for (const { body } of predictions) expect(body).not.toHaveProperty("webhook");
    expect(await world.fakes.counts()).toMatchObject({ violations: [], duplicates: [] });
  });

  it("asks for callbacks when it has said how they are signed, and only its own secret checks them", async () => {
    const workspaceId = await aWorkspace(world.ctx, "callbacks");
    const contextOf = contextsOf(workspaceId);
    const webhookSecret = `whsec_${Buffer.from("the secret of this workspace").toString("base64")}`;
    await give(await contextOf(), { replicate: "r8_with-callbacks-0001", webhookSecret });
    const run = await createRun(await contextOf(), INPUTS);
    await driveInRealTime(contextOf, run.id);
    const asked = (await world.fakes.requests()).filter(({ path: at }) => at.endsWith("/predictions"));
    const [image] = asked.filter(({ kind }) => kind === "image");
    const webhook = new URL(String(image?.body.webhook));
    expect(webhook.pathname).toBe("/api/v1/webhooks/replicate");

    const { webhookVerifier, getPorts } = await import("../../lib/container");
    const { workspaceOfEvent } = await import("../../lib/services/webhooks/workspace-of-event");
    const nonce = webhook.searchParams.get("nonce") ?? "";
    expect(await workspaceOfEvent({ ports: await getPorts(), nonce })).toBe(workspaceId);
    expect(await workspaceOfEvent({ ports: await getPorts(), nonce: "nobody's" })).toBeNull();
    const { createHmac } = await import("node:crypto");
    const body = JSON.stringify({ id: "p1", status: "succeeded" });
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const key = Buffer.from(webhookSecret.slice("whsec_".length), "base64");
    const signature = createHmac("sha256", key).update(`d1.${timestamp}.${body}`).digest("base64");
    const headers = new Headers({
      "webhook-id": "d1",
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${signature}`,
    });
    expect((await webhookVerifier(workspaceId)).verify({ headers, body }).kind).toBe("ok");
    const other = await aWorkspace(world.ctx, "callbacks of another");
    for (const id of [other, null]) {
      expect((await webhookVerifier(id)).verify({ headers, body }).kind).toBe("refused");
    }
  });
});

describe("what was planned, priced and reserved for", () => {
  it("is made, also when a key comes before the plan is drawn up", async () => {
    const contextOf = contextsOf(await aWorkspace(world.ctx, "comes"));
    const run = await createRun(await contextOf(), INPUTS);
    expect(run.quote?.costMicros).toBe(0);
    await give(await contextOf(), { openai: "sk-that-comes-late-001", replicate: "r8_that-comes-late-001" });
    await driveInRealTime(contextOf, run.id);
    const { run: ended, jobs } = await rowsOf(await contextOf(), run);
    expect(ended).toMatchObject({ status: "succeeded", costMicros: 0 });
    expect(providerOf(jobs, "ScriptGen")).toBe("studio");
    expect(jobs.every(({ madeFrom, provider }) => madeFrom?.provider === provider)).toBe(true);
    expect((await world.fakes.counts()).requests).toBe(0);
    // The next plan is another one: what a provider makes is not what the studio made.
    const { plan } = await getPlanning({ ctx: await contextOf(), input: { id: run.videoId } });
    expect(plan.quote.costMicros).toBeGreaterThan(0);
  });

  it("is made, also when a key comes between two slices", async () => {
    const contextOf = contextsOf(await aWorkspace(world.ctx, "between"), { sliceBudgetMs: 50 });
    const run = await createRun(await contextOf(), INPUTS);
    await planRun({ ctx: await contextOf(), input: { runId: run.id } });
    await executeBatch({ ctx: await contextOf(), input: { runId: run.id } });
    await give(await contextOf(), { openai: "sk-between-slices-0001" });
    await driveInRealTime(contextOf, run.id);
    const { run: ended, jobs } = await rowsOf(await contextOf(), run);
    expect(ended?.status).toBe("succeeded");
    expect(jobs.every(({ madeFrom, provider }) => madeFrom?.provider === provider)).toBe(true);
    expect((await world.fakes.counts()).requests).toBe(0);
  });

  it("fails job by job when the key is gone: nothing more is bought, and what was made is kept", async () => {
    const contextOf = contextsOf(await aWorkspace(world.ctx, "goes"), { sliceBudgetMs: 100 });
    await give(await contextOf(), { openai: "sk-soon-to-be-gone-001", replicate: "r8_soon-to-be-gone-001" });
    const run = await createRun(await contextOf(), INPUTS);
    // The script alone takes longer than a slice: nothing else is begun in its own.
    await world.fakes.config({ latency: { script: 500 } });
    let requests = 0;
    let isGone = false;
    await driveInRealTime(async () => {
      const ctx = await contextOf();
      const { jobs } = await rowsOf(ctx, run);
      if (isGone || !jobs.some(({ genId, state }) => genId === "ScriptGen" && state === "succeeded"))
        return ctx;
      isGone = true;
      await remove(ctx, "openai");
      requests = (await world.fakes.requests()).filter(({ api }) => api === "openai").length;
      return await contextOf();
    }, run.id);
    await world.fakes.config({ latency: {} });
    expect(isGone).toBe(true);
    const { run: ended, jobs } = await rowsOf(await contextOf(), run);
    expect(["partial", "failed"]).toContain(ended?.status);
    expect(ended?.reservedMicros).toBe(0);
    expect(ended?.costMicros).toBe(jobs.reduce((sum, { costMicros }) => sum + costMicros, 0));
    const failed = jobs.filter(({ state }) => state === "failed");
    expect(failed.length).toBeGreaterThan(0);
    for (const { failure, provider } of failed) {
      expect(provider).toBe("openai");
      expect(failure).toMatchObject({ code: "permanent", providerErrorCode: "no-credential" });
      expect(failure?.message).toMatch(/no key for OpenAI any more.*reelgraph credentials set openai/);
    }
    const asked = (await world.fakes.requests()).filter(({ api }) => api === "openai");
    expect(asked.length).toBe(requests);
    expect((await listCredentials({ ctx: await contextOf(), desk: await desk() })).data).toMatchObject([
      { provider: "openai", source: "none" },
      { provider: "replicate", source: "workspace" },
    ]);
  });
});

async function desk() {
  const { credentialDesk } = await import("../../lib/container");
  return await credentialDesk();
}
