import { afterAll, beforeAll, expect, it } from "vitest";
import { Stage } from "../rigs/stage";

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(async () => {
  await stage?.close();
});

const SLOWLY_MS = 4_000;
const LEAST = { Duration: 3, SegmentDuration: 3, ImagesPerSegment: 1, Size: "480p" };

it("a server that is told to end hears the answer it pays for, begins nothing more, and what follows it buys nothing twice", async () => {
  const after = await stage.lastRequest();
  const slowly = { match: { api: "openai", kind: "script" } as const, times: 1, do: { dripMs: SLOWLY_MS } };
  await stage.fakes.script(slowly);
  const { body } = await stage.post<{ run: { id: string } }>("videos", {
    inputs: { ...LEAST, InquiryPrompt: "How ships turn" },
    export: false,
  });
  await stage.untilAsked(({ kind, status }) => kind === "script" && status === 200, { after });
  const told = Date.now();
  await stage.stopServer();
  // Not at once, which would cut the answer off, and not when all that could still be bought is bought.
  expect(Date.now() - told).toBeGreaterThan(SLOWLY_MS / 4);
  const bought = (await stage.fakes.requests(after)).filter(({ paid }) => paid);
  expect(bought.map(({ kind }) => kind)).toEqual(["script"]);

  await stage.restart();
  const isOver = async () => {
    const run = await stage.get<{ status: string; finishedAt: string | null }>(`runs/${body.run.id}?wait=5`);
    return run.finishedAt === null ? null : run;
  };
  let run = await isOver();
  for (let look = 0; run === null && look < 40; look++) run = await isOver();
  expect(run?.status).toBe("succeeded");
  const scripts = (await stage.fakes.requests(after)).filter(({ kind, paid }) => kind === "script" && paid);
  expect(scripts).toHaveLength(1);
  const claims = (await stage.events(body.run.id)).filter(
    ({ type, data }) => type === "job-claimed" && data.jobId === "ScriptGen",
  );
  expect(claims).toHaveLength(1);
});
