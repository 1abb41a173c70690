import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Rule } from "../fakes/behaviour";

interface FakeCounts {
  requests: number;
  paid: number;
  byPath: Record<string, number>;
  byKind: Record<string, number>;
  byKey: Record<string, number>;
  duplicates: [string, number][];
  duplicateKeys: [string, number][];
  refused429: number;
  violations: string[];
  mostAtOnce: { openai: number; replicate: number; predictions: number };
  checksSpecs: boolean;
}

export interface FakeRequestLog {
  seq: number;
  at: number;
  api: string;
  method: string;
  path: string;
  kind: string;
  status: number | string;
  paid: boolean;
  bodyHash: string;
  key: string | null;
  bearer: string | null;
  body: Record<string, unknown>;
  predictionId?: string;
}

interface FakeWebhook {
  url: string;
  status: number | string;
  event: string;
  predictionId: string;
}

/** The fake providers as a process of their own; see tests/fakes/providers.ts for flags and rules. */
export interface FakeProvidersProcess {
  openaiBaseUrl: string;
  replicateBaseUrl: string;
  webhookSecret: string;
  pid: number;
  /** What the server under test needs in its environment. */
  env: Record<string, string>;
  counts(): Promise<FakeCounts>;
  /** All, or those behind a number of the sequence. */
  requests(after?: number): Promise<FakeRequestLog[]>;
  webhooks(): Promise<FakeWebhook[]>;
  script(...rules: Rule[]): Promise<void>;
  config(values: Record<string, unknown>): Promise<void>;
  reset(): Promise<void>;
  stop(): Promise<void>;
}

export async function startFakeProviders(flags: readonly string[] = []): Promise<FakeProvidersProcess> {
  const args = ["--import", "tsx", "tests/fakes/providers.ts", "--port", "0", "--json", ...flags];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ready = JSON.parse(await firstLine(child)) as {
    pid: number;
    openaiBaseUrl: string;
    replicateBaseUrl: string;
    controlUrl: string;
    webhookSecret: string;
  };
  const { openaiBaseUrl, replicateBaseUrl, controlUrl, webhookSecret, pid } = ready;
  const get = async <T>(what: string) => (await (await fetch(`${controlUrl}/${what}`)).json()) as T;
  const post = async (what: string, body: unknown) => {
    const answer = await fetch(`${controlUrl}/${what}`, { method: "POST", body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`The fakes refused ${what}: ${await answer.text()}`);
    await answer.arrayBuffer();
  };
  return {
    openaiBaseUrl,
    replicateBaseUrl,
    webhookSecret,
    pid,
    env: {
      OPENAI_API_KEY: "sk-fake-openai-key",
      OPENAI_BASE_URL: openaiBaseUrl,
      REPLICATE_API_TOKEN: "r8_fake-replicate-token",
      REPLICATE_BASE_URL: replicateBaseUrl,
      REPLICATE_WEBHOOK_SECRET: webhookSecret,
    },
    counts: () => get<FakeCounts>("counts"),
    requests: async (after = 0) =>
      (await get<{ requests: FakeRequestLog[] }>(`requests?after=${after}`)).requests,
    webhooks: async () => (await get<{ webhooks: FakeWebhook[] }>("webhooks")).webhooks,
    script: (...rules) => post("script", { rules }),
    config: (values) => post("config", values),
    reset: () => post("reset", {}),
    async stop() {
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("The fakes have no output.");
  const lines = createInterface({ input: child.stdout });
  return await new Promise((resolve, reject) => {
    lines.once("line", resolve);
    child.once("exit", (code) => reject(new Error(`The fakes ended with ${code} before they were ready.`)));
  });
}
