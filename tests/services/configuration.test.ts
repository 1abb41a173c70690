import path from "node:path";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../../lib/config/config";

const projectRoot = "/srv/reelgraph";
const config = (env: Record<string, string>) => loadConfig({ env, projectRoot });
const PASSWORD = "v3ry-s3cret";

function messageOf(env: Record<string, string>): string {
  try {
    config(env);
    return "";
  } catch (error) {
    expect(error).toMatchObject({ code: "configuration" });
    return (error as Error).message;
  }
}

describe("where rows are kept", () => {
  it("is the data directory as long as nothing else is said", () => {
    const directory = path.join(projectRoot, ".data", "postgres");
    expect(config({}).database).toEqual({ driver: "pglite", directory });
    expect(config({ POSTGRES_URL: "" }).database).toEqual({ driver: "pglite", directory });
  });

  it("is reached over WebSockets for Neon's and Vercel's hosts, over TCP for all others, or as is said", () => {
    const driver = (host: string, override?: string) =>
      config({
        POSTGRES_URL: `postgres://me:${PASSWORD}@${host}/app?sslmode=require`,
        ...(override ? { REELGRAPH_DB_DRIVER: override } : {}),
      }).database.driver;
    expect(driver("ep-cool-darkness-123456-pooler.us-east-2.aws.neon.tech")).toBe("vercel");
    expect(driver("ep-x-pooler.us-east-1.postgres.vercel-storage.com")).toBe("vercel");
    expect(driver("EP-X.EU-CENTRAL-1.AWS.NEON.TECH:5432")).toBe("vercel");
    expect(driver("db.example.com:5433")).toBe("pg");
    expect(driver("neon.tech.example.com")).toBe("pg");
    expect(driver("notneon.tech.")).toBe("pg");
    expect(driver("localhost")).toBe("pg");
    expect(driver("ep-x.eu-central-1.aws.neon.tech", "pg")).toBe("pg");
    expect(driver("localhost", "vercel")).toBe("vercel");
  });

  it("takes ten connections unless told otherwise", () => {
    const POSTGRES_URL = "postgresql://db.example.com/app";
    expect(config({ POSTGRES_URL }).database).toEqual({ driver: "pg", poolSize: 10 });
    expect(config({ POSTGRES_URL, REELGRAPH_DB_POOL_SIZE: "52" }).database).toMatchObject({ poolSize: 52 });
    expect(messageOf({ POSTGRES_URL, REELGRAPH_DB_POOL_SIZE: "0" })).toContain("REELGRAPH_DB_POOL_SIZE");
  });

  it("is told from what is no address, and the message does not repeat it", () => {
    for (const address of [
      `mysql://me:${PASSWORD}@db/app`,
      `me:${PASSWORD}@db/app`,
      `postgres://me:${PASSWORD}@db`,
      `postgres://me:${PASSWORD}@db:port/app`,
      `postgres://me:${PASSWORD}/#@db/app`,
    ]) {
      const message = messageOf({ POSTGRES_URL: address });
      expect(message).toContain("POSTGRES_URL must be postgres://user:password@host:port/database");
      expect(message).not.toContain(PASSWORD);
    }
  });

  it("has no driver without a server", () => {
    expect(messageOf({ REELGRAPH_DB_DRIVER: "pg" })).toContain("REELGRAPH_DB_DRIVER: set POSTGRES_URL");
    const POSTGRES_URL = "postgres://db/app";
    expect(messageOf({ POSTGRES_URL, REELGRAPH_DB_DRIVER: "mysql" })).toContain("REELGRAPH_DB_DRIVER");
  });
});

describe("who does the work", () => {
  const POSTGRES_URL = "postgres://db.example.com/app";
  const WORKFLOW_TARGET_WORLD = "@workflow/world-postgres";

  it("is one process, which has its data directory to itself, unless rows and workflows are on servers", () => {
    const owner = (env: Record<string, string>) => {
      const { role, ownsDataDir } = config(env);
      return [role, ownsDataDir];
    };
    expect(owner({})).toEqual(["both", true]);
    expect(owner({ POSTGRES_URL })).toEqual(["both", true]);
    expect(owner({ WORKFLOW_TARGET_WORLD })).toEqual(["both", true]);
    expect(owner({ POSTGRES_URL, WORKFLOW_TARGET_WORLD })).toEqual(["both", false]);
    expect(owner({ POSTGRES_URL, REELGRAPH_ROLE: "worker" })).toEqual(["worker", true]);
    expect(owner({ POSTGRES_URL, REELGRAPH_ROLE: "web" })).toEqual(["web", false]);
  });

  it("cannot be divided over one embedded database", () => {
    expect(messageOf({ REELGRAPH_ROLE: "web" })).toContain("REELGRAPH_ROLE: set POSTGRES_URL as well");
    expect(messageOf({ POSTGRES_URL, REELGRAPH_ROLE: "both" })).toContain("REELGRAPH_ROLE");
    const wrong = { POSTGRES_URL, WORKFLOW_POSTGRES_URL: `postgres://me:${PASSWORD}@` };
    expect(messageOf(wrong)).toContain("WORKFLOW_POSTGRES_URL must be postgres://");
    expect(messageOf(wrong)).not.toContain(PASSWORD);
  });
});

describe("where objects are kept", () => {
  it("is the data directory, or a bucket", () => {
    const directory = path.join(projectRoot, ".data", "objects");
    expect(config({}).objects).toEqual({ store: "disk", directory });
    expect(config({ S3_BUCKET: "videos" }).objects).toEqual({ store: "s3", bucket: "videos" });
    const server = { S3_ENDPOINT: "http://127.0.0.1:9000", S3_REGION: "eu-central-1" };
    expect(config({ S3_BUCKET: "videos", ...server }).objects).toEqual({
      store: "s3",
      bucket: "videos",
      endpoint: "http://127.0.0.1:9000",
      region: "eu-central-1",
    });
  });

  it("is not guessed from half of it", () => {
    expect(messageOf({ S3_ENDPOINT: "http://127.0.0.1:9000" })).toContain("S3_ENDPOINT: set S3_BUCKET");
    expect(messageOf({ S3_BUCKET: "s3://videos/folder" })).toContain("S3_BUCKET must be a bucket's name");
    expect(messageOf({ S3_BUCKET: "videos", S3_ENDPOINT: "127.0.0.1:9000" })).toContain(
      "S3_ENDPOINT must be",
    );
  });

  it("keeps no key in the configuration", () => {
    const loaded = config({
      POSTGRES_URL: `postgres://me:${PASSWORD}@db/app`,
      S3_BUCKET: "videos",
      AWS_ACCESS_KEY_ID: "AKIA",
      AWS_SECRET_ACCESS_KEY: PASSWORD,
    });
    expect(JSON.stringify(loaded)).not.toContain(PASSWORD);
  });
});
