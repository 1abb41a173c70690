import { gunzipSync } from "node:zlib";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { WorkspaceId } from "../../lib/core/ids";
import type { JobRow, RunRow } from "../../lib/ports/database";
import { type Context, inTenant } from "../../lib/services/context";
import { listCredentials } from "../../lib/services/credentials/list-credentials";
import { removeCredential } from "../../lib/services/credentials/remove-credential";
import { resealCredentials } from "../../lib/services/credentials/reseal-credentials";
import { writeBackup } from "../../lib/services/maintenance/backup/write-backup";
import { bundleRun } from "../../lib/services/runs/bundle-run";
import { aWorkspace, contextsOf, everyFile, formsOf, give } from "../rigs/credentials";
import { driveInRealTime, openProviderWorld, type ProviderWorld } from "../rigs/provider-world";
import { createRun } from "../rigs/studio-world";

/** The deployment has keys of both providers, and a key to encrypt with. */

const OLD_KEY = Buffer.alloc(32, 7).toString("base64");
const KEY = Buffer.alloc(32, 9).toString("base64");
const INPUTS = { InquiryPrompt: "How tides work – Ebbe & Flut", Duration: 20, ImagesPerSegment: 1 };

let world: ProviderWorld;

beforeAll(async () => {
  world = await openProviderWorld({
    flags: ["--latency-ms", "20", "--small"],
    env: {
      REELGRAPH_SECRETS_KEY: KEY,
      REELGRAPH_SECRETS_KEY_PREVIOUS: OLD_KEY,
      // Two predictions at a time, however fast they come: the others are bought after a change.
      REELGRAPH_REPLICATE_MAX_REQUESTS: "2",
    },
  });
});
beforeEach(async () => {
  await world.fakes.reset();
});
afterAll(async () => {
  await world?.close();
});

/** By API, which keys its requests carried. */
async function bearers(after = 0): Promise<Record<string, string[]>> {
  const seen: Record<string, Set<string>> = {};
  for (const { api, bearer } of await world.fakes.requests(after)) {
    if (api === "output") continue;
    seen[api] ??= new Set();
    seen[api].add(bearer ?? "none");
  }
  return Object.fromEntries(Object.entries(seen).map(([api, keys]) => [api, [...keys].sort()]));
}

const rowsOf = (ctx: Context, run: Pick<RunRow, "id">) =>
  inTenant(ctx, async ({ runs, jobs }) => ({
    run: await runs.find(run.id),
    jobs: await jobs.ofRun(run.id),
  }));

async function make(contextOf: () => Promise<Context>, inputs: Record<string, unknown> = {}) {
  const ctx = await contextOf();
  const run = await createRun(ctx, { ...INPUTS, ...inputs });
  await driveInRealTime(contextOf, run.id);
  return { ...(await rowsOf(ctx, run)), id: run.id };
}

const failures = (jobs: readonly JobRow[]) =>
  jobs.flatMap(({ jobId, failure }) => (failure ? [`${jobId}: ${failure.message}`] : []));

async function slotKeys(ctx: Context): Promise<Set<string>> {
  return new Set(["openai", "replicate"].map((id) => ctx.generators.get(id)?.window("ScriptGen").key ?? ""));
}

describe("keys of workspaces", () => {
  it("are used for their own work alone: two workspaces with different ones, and one with none", async () => {
    const [a, b, c] = await Promise.all(["a", "b", "c"].map((name) => aWorkspace(world.ctx, name)));
    const [ofA, ofB, ofC] = [a, b, c].map((id) => contextsOf(id as WorkspaceId)) as [
      () => Promise<Context>,
      () => Promise<Context>,
      () => Promise<Context>,
    ];
    await give(await ofA(), { openai: "sk-of-workspace-a-0001", replicate: "r8_of-workspace-a-0001" });
    await give(await ofB(), { openai: "sk-of-workspace-b-0001", replicate: "r8_of-workspace-b-0001" });
    const wanted = [
      [ofA, "sk-of-workspace-a-0001", "r8_of-workspace-a-0001"],
      [ofB, "sk-of-workspace-b-0001", "r8_of-workspace-b-0001"],
      [ofC, world.fakes.env.OPENAI_API_KEY, world.fakes.env.REPLICATE_API_TOKEN],
    ] as const;
    for (const [contextOf, openai, replicate] of wanted) {
      await world.fakes.reset();
      const made = await make(contextOf);
      expect(failures(made.jobs)).toEqual([]);
      expect(made.run?.status).toBe("succeeded");
      expect(await bearers()).toEqual({ openai: [openai], replicate: [replicate] });
      expect(await world.fakes.counts()).toMatchObject({ violations: [], duplicates: [] });
    }
    // At once: nobody's requests get mixed up, and everybody has windows of its own.
    await world.fakes.reset();
    const both = await Promise.all([ofA, ofB].map((contextOf) => make(contextOf, { Duration: 10 })));
    expect(both.map(({ run }) => run?.status)).toEqual(["succeeded", "succeeded"]);
    const seen = await bearers();
    expect(seen.openai).toEqual(["sk-of-workspace-a-0001", "sk-of-workspace-b-0001"]);
    expect(seen.replicate).toEqual(["r8_of-workspace-a-0001", "r8_of-workspace-b-0001"]);
    const keys = await Promise.all([ofA, ofB, ofC].map(async (contextOf) => slotKeys(await contextOf())));
    expect(new Set(keys.flatMap((some) => [...some])).size).toBe(6);
  });

  it("of one provider leave the other to the deployment", async () => {
    const contextOf = contextsOf(await aWorkspace(world.ctx, "half"));
    await give(await contextOf(), { replicate: "r8_half-of-it-0001" });
    const made = await make(contextOf, { Duration: 10 });
    expect(made.run?.status).toBe("succeeded");
    expect(await bearers()).toEqual({
      openai: [world.fakes.env.OPENAI_API_KEY],
      replicate: ["r8_half-of-it-0001"],
    });
  });

  it("are shown to nobody, and said to be there", async () => {
    const ctx = await contextsOf(await aWorkspace(world.ctx, "shown"))();
    const { credentialDesk } = await import("../../lib/container");
    const desk = await credentialDesk();
    const before = await listCredentials({ ctx, desk });
    expect(before.data.map(({ source }) => source)).toEqual(["deployment", "deployment"]);
    await give(ctx, { openai: "sk-shown-to-nobody-9876" });
    const { data } = await listCredentials({ ctx, desk });
    expect(data[0]).toMatchObject({ provider: "openai", source: "workspace", hint: "9876", problem: null });
    expect(data[1]).toMatchObject({ provider: "replicate", source: "deployment", hint: null });
    expect(JSON.stringify(data)).not.toContain("shown-to-nobody");
    expect(JSON.stringify(data)).not.toContain(world.fakes.env.REPLICATE_API_TOKEN?.slice(-4));
  });
});

describe("a key that is changed while a run is at work", () => {
  it("is used from the next slice on; what was accepted is collected, and nothing is bought twice", async () => {
    const workspaceId = await aWorkspace(world.ctx, "changing");
    const contextOf = contextsOf(workspaceId, { sliceBudgetMs: 150 });
    const [before, after] = ["r8_before-the-change-01", "r8_after-the-change-001"];
    await give(await contextOf(), { openai: "sk-before-the-change-1", replicate: before });
    await world.fakes.config({ latency: { image: 4_000, music: 4_000 } });
    const run = await createRun(await contextOf(), { ...INPUTS, ImagesPerSegment: 2 });
    let isChanged = false;
    const accepted = new Set<string>();
    await driveInRealTime(async () => {
      const ctx = await contextOf();
      const live = await inTenant(ctx, ({ purchases }) => purchases.live(run.id));
      const waiting = live.filter(({ providerRequestId }) => providerRequestId !== null);
      if (!isChanged && waiting.length > 0) {
        for (const { providerRequestId } of waiting) accepted.add(providerRequestId ?? "");
        await give(ctx, { openai: "sk-after-the-change-01", replicate: after });
        isChanged = true;
        return await contextOf();
      }
      return ctx;
    }, run.id);
    await world.fakes.config({ latency: {} });
    const { jobs, run: ended } = await rowsOf(await contextOf(), run);
    expect(failures(jobs)).toEqual([]);
    expect(ended?.status).toBe("succeeded");
    expect(accepted.size).toBeGreaterThan(0);
    const kept = new Set(jobs.map(({ providerRequestId }) => providerRequestId));
    expect([...accepted].filter((id) => !kept.has(id))).toEqual([]);
    const requests = await world.fakes.requests();
    const asked = requests.filter(({ path }) => [...accepted].some((id) => path.endsWith(`/${id}`)));
    expect(asked.map(({ bearer }) => bearer)).toContain(after);
    const bought = requests.filter(({ paid, api }) => paid && api === "replicate");
    expect(new Set(bought.map(({ bearer }) => bearer))).toEqual(new Set([before, after]));
    // In order: once changed, the old one is never used again.
    const own = requests.filter(({ api }) => api === "replicate").map(({ bearer }) => bearer);
    expect(own.lastIndexOf(before)).toBeLessThan(own.indexOf(after));
    expect(await world.fakes.counts()).toMatchObject({ duplicates: [], duplicateKeys: [], violations: [] });
  });

  it("and taken away leaves the work to the deployment's", async () => {
    const contextOf = contextsOf(await aWorkspace(world.ctx, "leaving"), { sliceBudgetMs: 100 });
    await give(await contextOf(), { openai: "sk-taken-away-later-01" });
    const run = await createRun(await contextOf(), { ...INPUTS, Duration: 10 });
    // The script alone takes longer than a slice: nothing else is begun in its own.
    await world.fakes.config({ latency: { script: 500 } });
    let slices = 0;
    await driveInRealTime(async () => {
      const ctx = await contextOf();
      if (++slices !== 3) return ctx;
      const { credentialDesk } = await import("../../lib/container");
      await removeCredential({ ctx, desk: await credentialDesk(), input: { provider: "openai" } });
      return await contextOf();
    }, run.id);
    await world.fakes.config({ latency: {} });
    const { run: ended, jobs } = await rowsOf(await contextOf(), run);
    expect(failures(jobs)).toEqual([]);
    expect(ended?.status).toBe("succeeded");
    expect((await bearers()).openai).toEqual(
      [world.fakes.env.OPENAI_API_KEY, "sk-taken-away-later-01"].sort(),
    );
  });
});

describe("a key that cannot be decrypted", () => {
  const spoilt = [
    ["because its key is lost", { keyId: "0123456789abcdef" }, "0123456789abcdef"],
    ["because it is damaged", { ciphertext: Buffer.alloc(60, 1).toString("base64") }, "damaged"],
  ] as const;

  it.each(spoilt)(
    "%s fails its jobs and no run: nothing is bought, and it says why",
    async (_, change, says) => {
      const contextOf = contextsOf(await aWorkspace(world.ctx, "lost"));
      const ctx = await contextOf();
      await give(ctx, { openai: "sk-soon-to-be-lost-001" });
      await inTenant(ctx, async ({ credentials }) => {
        const [row] = await credentials.all();
        if (row) await credentials.put({ ...row, ...change });
      });
      const made = await make(contextOf, { Duration: 10 });
      expect(made.run).toMatchObject({ status: "failed", costMicros: 0, reservedMicros: 0 });
      const script = made.jobs.find(({ jobId }) => jobId === "ScriptGen");
      expect(script).toMatchObject({
        state: "failed",
        provider: "openai",
        failure: { code: "permanent", retryable: false, providerErrorCode: "credential-unreadable" },
      });
      expect(script?.failure?.message).toContain(says);
      expect(script?.failure?.message).toContain("reelgraph credentials set openai");
      // Not the deployment's instead: that would be somebody else's money.
      expect((await world.fakes.counts()).requests).toBe(0);
      const { credentialDesk } = await import("../../lib/container");
      const { data } = await listCredentials({ ctx, desk: await credentialDesk() });
      expect(data[0]).toMatchObject({
        source: "workspace",
        hint: "-001",
        problem: expect.stringContaining(says),
      });
      // Set again it works at once.
      await give(ctx, { openai: "sk-found-again-0000001" });
      expect((await make(contextOf, { Duration: 10 })).run?.status).toBe("succeeded");
      expect((await bearers()).openai).toEqual(["sk-found-again-0000001"]);
    },
  );

  it("because it is another workspace's row opens for nobody", async () => {
    const [from, to] = [await aWorkspace(world.ctx, "from"), await aWorkspace(world.ctx, "to")];
    const [ofOne, ofOther] = [contextsOf(from), contextsOf(to)];
    await give(await ofOne(), { openai: "sk-of-the-one-only-001" });
    const [row] = await inTenant(await ofOne(), ({ credentials }) => credentials.all());
    if (!row) throw new Error("There is one.");
    await inTenant(await ofOther(), ({ credentials }) => credentials.put({ ...row, workspaceId: to }));
    const made = await make(ofOther, { Duration: 10 });
    expect(made.run?.status).toBe("failed");
    expect((await world.fakes.counts()).requests).toBe(0);
  });
});

describe("a change of the deployment's key", () => {
  const put = async (workspaceId: WorkspaceId, secret: string) => {
    const { createSecretBox, parseSecretsKey } = await import("../../lib/adapters/node/secret-box");
    const { sealCredential } = await import("../../lib/services/credentials/sealed-credential");
    const box = createSecretBox({
      keys: async () => [parseSecretsKey(OLD_KEY) ?? new Uint8Array()],
      make: null,
    });
    const place = { workspaceId, provider: "openai" as const, version: "of-before" };
    const sealed = await sealCredential({ box, place, secrets: { apiKey: secret, baseUrl: null } });
    const row = { ...place, ...sealed, hint: null, setAt: new Date() };
    await world.ctx.database.tenant(workspaceId, ({ credentials }) => credentials.put(row));
    return sealed.keyId;
  };
  const keyIdOf = async (id: WorkspaceId) => {
    const rows = await world.ctx.database.tenant(id, ({ credentials }) => credentials.all());
    return rows[0]?.keyId;
  };

  it("is noticed where one is used, and by the server for all: then the older key is needed no more", async () => {
    const ids = await Promise.all(["x", "y", "z"].map((name) => aWorkspace(world.ctx, name)));
    const [used, ...unused] = ids as [WorkspaceId, WorkspaceId, WorkspaceId];
    const old = await Promise.all(ids.map((id) => put(id, `sk-of-${id}`)));
    await contextsOf(used)();
    const { credentialDesk } = await import("../../lib/container");
    const { box } = await credentialDesk();
    const now = await box.currentKeyId();
    expect(await keyIdOf(used)).toBe(now);
    expect(await Promise.all(unused.map(keyIdOf))).toEqual(old.slice(1));
    const done = await resealCredentials({ ports: world.ctx, box });
    expect(done.resealed).toBe(2);
    expect(await Promise.all(ids.map(keyIdOf))).toEqual([now, now, now]);
    expect((await resealCredentials({ ports: world.ctx, box })).resealed).toBe(0);
    const made = await make(contextsOf(unused[0]), { Duration: 10 });
    expect(made.run?.status).toBe("succeeded");
    expect((await bearers()).openai).toEqual([`sk-of-${unused[0]}`]);
  });
});

describe("a workspace's secrets", () => {
  const OPENAI = "sk-never+to/be=seen?anywhere&at%all-4711";
  const REPLICATE = "r8_never+to/be=seen?anywhere&at%all-0815";
  const WEBHOOK = `whsec_${Buffer.from("never to be seen anywhere at all").toString("base64")}`;

  it("are in nothing a run keeps or says, in no row, no backup and no file, in any form", async () => {
    const logged: string[] = [];
    const note = (details: object, message: string) =>
      void logged.push(JSON.stringify({ message, ...details }));
    const log = { debug: note, info: note, warn: note, error: note };
    const contextOf = contextsOf(await aWorkspace(world.ctx, "secretive"), { log });
    const ctx = await contextOf();
    await give(ctx, { openai: OPENAI, replicate: REPLICATE, webhookSecret: WEBHOOK });
    const message = `Trouble with ${OPENAI} here`;
    const body = { error: { message, type: "server_error", param: null, code: null } };
    await world.fakes.script(
      { match: { kind: "script" }, times: 1, do: { status: 500, body } },
      { match: { kind: "music" }, do: { status: 422, body: { detail: `Bad ${REPLICATE} ${WEBHOOK}` } } },
      {
        match: { kind: "image" },
        times: 1,
        do: { prediction: { status: "failed", error: `NSFW, said with ${REPLICATE}` } },
      },
    );
    const made = await make(contextOf, { InquiryPrompt: "What is a secret?" });
    expect(made.run?.status).toBe("partial");
    expect(failures(made.jobs).join("\n")).toMatch(/Bad … …[\s\S]*NSFW, said with …|NSFW[\s\S]*Bad … …/);
    const requests = await world.fakes.requests();
    expect(requests.some(({ bearer }) => bearer === OPENAI)).toBe(true);
    expect(requests.some(({ bearer }) => bearer === REPLICATE)).toBe(true);

    const { getArchives } = await import("../../lib/container");
    const parts: Uint8Array[] = [];
    const stream = writeBackup({
      ports: ctx,
      archives: getArchives(),
      version: "0.1.0",
      report: () => {},
    });
    for await (const part of stream) parts.push(part);
    const backup = gunzipSync(Buffer.concat(parts)).toString("latin1");
    const rows = await ctx.database.dumps.dump(async ({ tables, rows: of }) => {
      const lines: string[] = [];
      for (const { name } of tables) for await (const some of of(name)) lines.push(...some);
      return lines;
    });
    const bundle = Object.values(unzipSync((await bundleRun({ ctx, input: { id: made.id } })).bytes));
    const files = await everyFile(world.dataDir);
    const told = logged.join("\n");
    const kept: [string, string][] = [
      ["log", told],
      ["rows", rows.join("\n")],
      ["backup", backup],
      ["bundle", Buffer.concat(bundle).toString("latin1")],
      ...files.map(({ name, content }): [string, string] => [name, content]),
    ];
    const found = kept.flatMap(([where, content]) =>
      [OPENAI, REPLICATE, WEBHOOK, KEY]
        .flatMap(formsOf)
        .filter((form) => content.includes(form))
        .map((form) => `${form} in ${where}`),
    );
    expect(found).toEqual([]);
    // The search is no empty one: what may be known is found, the sealed row among it.
    expect(told).toContain("Trouble with … here");
    expect(rows.join("\n")).toContain('"provider":"replicate"');
    expect(backup).toContain("What is a secret?");
    expect(backup).toContain('"ciphertext"');
  });

  it("are found by this search where they are", () => {
    for (const before of ["", "x", "xy", "xyz"]) {
      const text = Buffer.from(`${before}${OPENAI}zz`).toString("base64");
      expect(formsOf(OPENAI).some((form) => text.includes(form))).toBe(true);
    }
    expect(formsOf(OPENAI)).toContain(encodeURIComponent(OPENAI));
  });
});
