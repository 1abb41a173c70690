import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { runCli } from "../cli/rig/run-cli";
import { makeDataDir, NO_EXPORT, postVideo, startProduct, untilEnded } from "../rigs/product-server";

/** Slow enough that the second film is under way when the server is killed. */
const env = { REELGRAPH_TIME_SCALE: "0.05" };

interface Event {
  type: string;
  data: { jobId?: string };
}

async function get<T>(url: string, what: string): Promise<T> {
  const answer = await fetch(`${url}/api/v1/${what}`);
  expect(answer.status, what).toBe(200);
  return (await answer.json()) as T;
}

async function filmOf(url: string, videoId: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/videos/${videoId}/film`);
  expect(answer.status).toBe(200);
  return createHash("sha256")
    .update(new Uint8Array(await answer.arrayBuffer()))
    .digest("hex");
}

async function objectsOf(dataDir: string, videoId: string): Promise<Record<string, string>> {
  const folder = path.join(dataDir, "objects", "videos", videoId);
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    // Earlier ones of a document, which the disk keeps beside it, and halves of new ones are no objects.
    if (!entry.isFile() || /\.backup\.\d$|^\.~tmp-/.test(entry.name)) continue;
    const file = path.join(entry.parentPath, entry.name);
    found[path.relative(folder, file)] = createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
  }
  return found;
}

/** The projection of what is committed comes a moment after the commit: what is the same twice stays so. */
async function atRest<T>(look: () => Promise<T>): Promise<T> {
  for (let before = JSON.stringify(await look()); ; ) {
    await sleep(500);
    const now = await look();
    if (JSON.stringify(now) === before) return now;
    before = JSON.stringify(now);
  }
}

const succeeded = (events: readonly Event[]) =>
  events.flatMap(({ type, data }) => (type === "job-succeeded" && data.jobId ? [data.jobId] : []));

it("the drill: backed up, wiped and restored, all is as it was, films can be made, and a run that was under way goes on", async () => {
  const { dataDir, remove } = await makeDataDir();
  const folder = await mkdtemp(path.join(os.tmpdir(), "reelgraph-drill-"));
  const file = path.join(folder, "backup.tar.gz");
  const reelgraph = (...args: string[]) =>
    runCli(args, { cwd: folder, env: { REELGRAPH_DATA_DIR: dataDir } });
  let server = await startProduct({ dataDir, env });
  try {
    const { body: first } = await postVideo(server.url, {
      InquiryPrompt: "How tides work",
      Duration: 6,
      SegmentDuration: 3,
      Size: "480p",
    });
    const run = await untilEnded({ url: server.url, runId: first.run.id });
    await untilEnded({ url: server.url, runId: run.exportRunId ?? "", withinMs: 240_000 });
    const video = await get<Record<string, unknown>>(server.url, `videos/${first.id}`);
    const film = await filmOf(server.url, first.id);
    const objects = await atRest(() => objectsOf(dataDir, first.id));

    // With the server running its database is nobody else's.
    const refused = await reelgraph("backup", file);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain(`process ${server.pid}`);

    const { body: second } = await postVideo(
      server.url,
      {
        InquiryPrompt: "Why cats purr",
        Duration: 30,
        Size: "480p",
      },
      {},
      NO_EXPORT,
    );
    const eventsOf = async () =>
      (await get<{ data: Event[] }>(server.url, `runs/${second.run.id}/events?limit=1000`)).data;
    const until = Date.now() + 60_000;
    while (succeeded(await eventsOf()).length < 5 && Date.now() < until) await sleep(50);
    await server.crash();

    const backup = await reelgraph("backup", file, "--json");
    expect(backup.code, backup.stderr).toBe(0);
    expect(JSON.parse(backup.stdout)).toMatchObject({ videos: 2, activeRuns: 1, problems: [] });
    for (const name of await readdir(dataDir)) await rm(path.join(dataDir, name), { recursive: true });
    const restored = await reelgraph("restore", file, "--json");
    expect(restored.code, restored.stderr).toBe(0);
    expect(JSON.parse(restored.stdout)).toMatchObject({ videos: 2, activeRuns: 1, problems: [] });
    expect((await reelgraph("restore", file)).code).toBe(4);
    expect(await objectsOf(dataDir, first.id)).toEqual(objects);

    server = await startProduct({ dataDir, env });
    const done = succeeded(await eventsOf());
    expect(done.length).toBeGreaterThan(4);
    expect(await get(server.url, `videos/${first.id}`)).toEqual(video);
    expect(await get(server.url, `verify?videoId=${first.id}`)).toMatchObject({ ok: true, problems: [] });
    expect(await filmOf(server.url, first.id)).toBe(film);
    const exported = await fetch(`${server.url}/api/v1/videos/${first.id}/exports`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ format: "mp4" }),
    });
    expect(exported.status).toBeLessThan(300);
    const { run: again } = (await exported.json()) as { run: { id: string } };
    expect((await untilEnded({ url: server.url, runId: again.id, withinMs: 240_000 })).status).toBe(
      "succeeded",
    );
    const assets = Object.entries(objects).filter(
      ([name]) => name.startsWith("assets/") && !name.startsWith("assets/exports/"),
    );
    expect(assets.length).toBeGreaterThan(5);
    expect(await objectsOf(dataDir, first.id)).toMatchObject(Object.fromEntries(assets));

    const ended = await untilEnded({ url: server.url, runId: second.run.id, withinMs: 240_000 });
    expect(ended.status).toBe("succeeded");
    const events = await eventsOf();
    for (const jobId of done) {
      const claims = events.filter(({ type, data }) => type === "job-claimed" && data.jobId === jobId);
      expect(claims.length, jobId).toBe(1);
    }
    expect(await get(server.url, `verify?videoId=${second.id}`)).toMatchObject({ ok: true, problems: [] });
  } finally {
    await server.stop().catch(() => {});
    await rm(folder, { recursive: true, force: true });
    await remove();
  }
}, 600_000);
