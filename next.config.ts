import path from "node:path";
import type { NextConfig } from "next";
import { withWorkflow } from "workflow/next";

const dataDir = path.resolve(process.env.REELGRAPH_DATA_DIR || ".data");

// The embedded world keeps its state with everything else; without a folder of its own, a build would delete it (stack.md).
process.env.WORKFLOW_TARGET_WORLD ||= "local";
process.env.WORKFLOW_LOCAL_DATA_DIR ||= path.join(dataDir, "workflow");
// A step mostly waits for providers, or for its turn to render: ten at a time, the default, would let ten films hold up the rest.
process.env.WORKFLOW_LOCAL_QUEUE_CONCURRENCY ||= "100";
// The Postgres world's own defaults are a database that is not there and ten steps; it asks for two connections more than steps.
process.env.WORKFLOW_POSTGRES_URL ||= process.env.POSTGRES_URL ?? "";
process.env.WORKFLOW_POSTGRES_WORKER_CONCURRENCY ||= "50";
process.env.WORKFLOW_POSTGRES_MAX_POOL_SIZE ||= String(
  Number(process.env.WORKFLOW_POSTGRES_WORKER_CONCURRENCY) + 2,
);

const nextConfig: NextConfig = {
  // These load native code, WebAssembly or worker files by path, which a bundle would break.
  serverExternalPackages: [
    "@electric-sql/pglite",
    "@vercel/postgres",
    "@napi-rs/canvas",
    "piscina",
    "pino",
    "tsx",
  ],
  // `npm run verify` checks types, in the same pass as everything else.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  // Loading every route at once keeps a server that restarts from its runs for most of a second; each is loaded when it is asked for.
  experimental: { preloadEntriesOnStart: false },
};

export default withWorkflow(nextConfig);
