import { z } from "zod";
import { ReelgraphError } from "../core/errors";

const whole = (name: string) =>
  z.string().regex(/^\d+$/, `${name} must be a whole number of at least 0`).transform(Number);

const requestsAtATime = (name: string) =>
  whole(name).refine((most) => most >= 1 && most <= 1_000, `${name} must be 1 to 1000`);

/**
 * Every environment variable that Reelgraph reads, with what it means; `.env.example` is checked against it. Everything unset is the
 * embedded default: database, objects and workflow state below one data directory, the offline studio, local mode.
 */
export const ENV_VARIABLES = {
  REELGRAPH_DATA_DIR: { help: "Where embedded database, objects and workflow state live.", example: ".data" },
  POSTGRES_URL: {
    help: "Postgres server for the rows; unset: embedded, below the data directory.",
    example: "postgres://reelgraph:…@db.example.com:5432/reelgraph",
  },
  REELGRAPH_DB_DRIVER: {
    help: "pg or vercel (WebSockets, for Neon); unset: by the host of POSTGRES_URL.",
    example: "pg",
  },
  REELGRAPH_DB_POOL_SIZE: { help: "Connections one process holds to that server at most.", example: "10" },
  S3_BUCKET: { help: "Bucket for the objects; unset: on disk, below the data directory.", example: "" },
  S3_ENDPOINT: { help: "A server compatible with S3; unset: AWS.", example: "https://s3.example.com" },
  S3_REGION: { help: "The bucket's region; unset: what AWS's own settings say.", example: "eu-central-1" },
  AWS_ACCESS_KEY_ID: { help: "Who may use the bucket; unset: AWS's own ways (profile, role).", example: "" },
  AWS_SECRET_ACCESS_KEY: { help: "The key's secret.", example: "" },
  AWS_SESSION_TOKEN: { help: "With temporary keys only.", example: "" },
  REELGRAPH_CEILING_MICROS: { help: "Monthly ceiling of a workspace in micro-USD; 0 = none.", example: "0" },
  REELGRAPH_BUDGET_ALERT_MICROS: {
    help: "What everything may cost in a month, of all workspaces, storage included, before the log and readyz say so (50, 80, 95, 100 %); 0 = nobody is told. Nothing is stopped by it.",
    example: "160000000",
  },
  REELGRAPH_STORAGE_MICROS_PER_GB_MONTH: {
    help: "What keeping 10^9 bytes for a month costs, in micro-USD; 0 = nothing; unset: unknown, and said to be.",
    example: "23000",
  },
  REELGRAPH_STORAGE_PRICE_AS_OF: { help: "When somebody looked that up, a day.", example: "2026-11-01" },
  REELGRAPH_TIME_SCALE: {
    help: "Tests only: scales the studio's simulated latencies; 0 = none.",
    example: "0",
  },
  REELGRAPH_LOG_LEVEL: { help: "debug, info, warn, error or silent.", example: "info" },
  OPENAI_API_KEY: { help: "Texts and narration by OpenAI; unset: by the offline studio.", example: "" },
  OPENAI_BASE_URL: {
    help: "A server compatible with OpenAI's, with /v1.",
    example: "https://api.openai.com/v1",
  },
  REELGRAPH_TEXT_API: {
    help: "How that server writes: responses, or chat for servers that have only /chat/completions.",
    example: "responses",
  },
  REPLICATE_API_TOKEN: {
    help: "Pictures, music and clips by Replicate; unset: by the offline studio.",
    example: "",
  },
  REPLICATE_BASE_URL: {
    help: "A server compatible with Replicate's, with /v1.",
    example: "https://api.replicate.com/v1",
  },
  PUBLIC_URL: {
    help: "Where this server can be reached from outside, for providers' callbacks; unset, work is asked for instead.",
    example: "https://video.example.com",
  },
  REPLICATE_WEBHOOK_SECRET: {
    help: "Checks the signatures of Replicate's callbacks (whsec_…); unset, they are refused and work is asked for instead.",
    example: "",
  },
  REELGRAPH_SECRETS_KEY: {
    help: "Encrypts the keys that workspaces bring themselves: 32 random bytes in base64. Unset: with the embedded database a file of the data directory, else none can be brought.",
    example: "",
  },
  REELGRAPH_SECRETS_KEY_PREVIOUS: {
    help: "The one before it, while what that encrypted is encrypted anew.",
    example: "",
  },
  REELGRAPH_OPENAI_MAX_REQUESTS: {
    help: "Requests that OpenAI may get at a time, of all runs: begins with 5, grows while nothing is refused, shrinks when something is.",
    example: "32",
  },
  REELGRAPH_REPLICATE_MAX_REQUESTS: {
    help: "Predictions at a time, likewise: begins with 2.",
    example: "16",
  },
  REELGRAPH_PROVIDER_TIMEOUT_MS: {
    help: "Caps every deadline of a provider's answer, in milliseconds; 0 = by kind of work.",
    example: "0",
  },
  REELGRAPH_MODELS: {
    help: "Other models than the catalogue's first choices: generator=model, with commas between.",
    example: "ScriptGen=gpt-4.1-mini,ImageGen=black-forest-labs/flux-dev",
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    help: "OpenTelemetry collector that gets a trace per run with a span per attempt; unset, nothing is traced.",
    example: "",
  },
  REELGRAPH_ORPHAN_GRACE_SECONDS: {
    help: "The cleaner leaves what nothing names alone until it is this old: longer than any run takes.",
    example: "86400",
  },
  REELGRAPH_TRASH_DAYS: {
    help: "From there on trash is deleted, and so are the objects of deleted videos.",
    example: "7",
  },
  REELGRAPH_KEEP_FAILED_DAYS: {
    help: "What a run made that ended without a revision is kept this long for the next one.",
    example: "30",
  },
  REELGRAPH_ASSET_URL_SECONDS: {
    help: "With S3: how long a signed address of an asset stays the same, so that browsers know it again; it ends after twice as long at most.",
    example: "1800",
  },
  REELGRAPH_BACKUP_DIR: {
    help: "Where a self-hosted server keeps a backup of each day; unset, it makes none.",
    example: "/var/backups/reelgraph",
  },
  REELGRAPH_BACKUP_KEEP: { help: "How many daily backups are kept.", example: "7" },
  REELGRAPH_REQUESTS_PER_MINUTE: {
    help: "Reads a minute that a caller of the API may make, a tenth of it changes, a fiftieth starts of work; 0 = no limit.",
    example: "6000",
  },
  UPSTASH_REDIS_REST_URL: {
    help: "Counts callers' requests there (Upstash, or any Redis behind its REST interface). Unset: in the database.",
    example: "https://redis.example.com",
  },
  UPSTASH_REDIS_REST_TOKEN: { help: "Its token.", example: "" },
  CRON_SECRET: { help: "Bearer the cron routes require; unset, they refuse.", example: "" },
  FFMPEG_PATH: { help: "ffmpeg to use instead of the one on the PATH or the bundled one.", example: "" },
  FFPROBE_PATH: { help: "ffprobe, likewise.", example: "" },
  REELGRAPH_ROLE: {
    help: "web serves, worker makes (and serves); unset: one process does both. Several processes need POSTGRES_URL.",
    example: "web",
  },
  WORKFLOW_TARGET_WORLD: {
    help: "Where durable runs live: local, or a world package's name.",
    example: "@workflow/world-postgres",
  },
  WORKFLOW_POSTGRES_URL: {
    help: "Database of the Postgres world; unset: that of POSTGRES_URL.",
    example: "postgres://reelgraph:…@db.example.com:5432/reelgraph",
  },
  WORKFLOW_POSTGRES_WORKER_CONCURRENCY: {
    help: "Steps the Postgres world's worker runs at a time.",
    example: "50",
  },
  WORKFLOW_POSTGRES_MAX_POOL_SIZE: {
    help: "Connections of the Postgres world's worker; two more than steps.",
    example: "52",
  },
  WORKFLOW_LOCAL_DATA_DIR: {
    help: "State of the local world; default: below the data directory.",
    example: "",
  },
  WORKFLOW_LOCAL_QUEUE_CONCURRENCY: { help: "Steps the local world runs at a time.", example: "100" },
} as const;

export type EnvVariable = keyof typeof ENV_VARIABLES;

const address = (name: string) =>
  z
    .string()
    .refine(
      (text) =>
        URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).username === "",
      `${name} must be an address that begins with https:// or http://, without credentials`,
    );

/** `ScriptGen=gpt-4.1-mini,ImageGen=owner/name` → by generator. Whether they fit is the catalogue's to say. */
const models = z
  .string()
  .regex(
    /^\s*\w+=[\w./:-]+\s*(?:,\s*\w+=[\w./:-]+\s*)*$/,
    "REELGRAPH_MODELS must be generator=model pairs with commas between, such as ScriptGen=gpt-4.1-mini",
  )
  .transform((text) =>
    Object.fromEntries(text.split(",").map((pair) => pair.trim().split("=") as [string, string])),
  );

const postgresUrl = (name: string) =>
  z.string().refine(
    (text) =>
      URL.canParse(text) &&
      /^postgres(ql)?:$/.test(new URL(text).protocol) &&
      new URL(text).host !== "" &&
      new URL(text).pathname.length > 1,
    // Without what was given: it holds a password.
    `${name} must be postgres://user:password@host:port/database, with special characters of the password percent-encoded`,
  );

const secret = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]+$/, "must be printable ASCII without blanks");

/** 32 bytes in base64; without what was given. */
const secretsKey = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/,
    "must be 32 bytes in base64, as openssl rand -base64 32 prints",
  );

const envSchema = z.object({
  REELGRAPH_DATA_DIR: z.string().min(1).default(".data"),
  POSTGRES_URL: postgresUrl("POSTGRES_URL").optional(),
  REELGRAPH_DB_DRIVER: z.enum(["pg", "vercel"]).optional(),
  REELGRAPH_DB_POOL_SIZE: whole("REELGRAPH_DB_POOL_SIZE").pipe(z.number().min(1).max(1_000)).default(10),
  S3_BUCKET: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{1,62}$/,
      "S3_BUCKET must be a bucket's name, without s3:// and folders",
    )
    .optional(),
  S3_ENDPOINT: address("S3_ENDPOINT").optional(),
  S3_REGION: z.string().optional(),
  AWS_ACCESS_KEY_ID: secret.optional(),
  AWS_SECRET_ACCESS_KEY: secret.optional(),
  AWS_SESSION_TOKEN: secret.optional(),
  REELGRAPH_CEILING_MICROS: whole("REELGRAPH_CEILING_MICROS").default(0),
  REELGRAPH_BUDGET_ALERT_MICROS: whole("REELGRAPH_BUDGET_ALERT_MICROS").default(0),
  REELGRAPH_STORAGE_MICROS_PER_GB_MONTH: whole("REELGRAPH_STORAGE_MICROS_PER_GB_MONTH")
    .pipe(z.number().max(1_000_000_000))
    .optional(),
  REELGRAPH_STORAGE_PRICE_AS_OF: z.iso
    .date("REELGRAPH_STORAGE_PRICE_AS_OF must be a day such as 2026-11-01")
    .optional(),
  REELGRAPH_TIME_SCALE: z.coerce.number().min(0).max(10).default(0),
  REELGRAPH_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  OPENAI_API_KEY: secret.optional(),
  OPENAI_BASE_URL: address("OPENAI_BASE_URL").optional(),
  REELGRAPH_TEXT_API: z.enum(["responses", "chat"]).default("responses"),
  REPLICATE_API_TOKEN: secret.optional(),
  REPLICATE_BASE_URL: address("REPLICATE_BASE_URL").optional(),
  PUBLIC_URL: address("PUBLIC_URL").optional(),
  REELGRAPH_OPENAI_MAX_REQUESTS: requestsAtATime("REELGRAPH_OPENAI_MAX_REQUESTS").default(32),
  REELGRAPH_REPLICATE_MAX_REQUESTS: requestsAtATime("REELGRAPH_REPLICATE_MAX_REQUESTS").default(16),
  REELGRAPH_PROVIDER_TIMEOUT_MS: whole("REELGRAPH_PROVIDER_TIMEOUT_MS").default(0),
  REELGRAPH_MODELS: models.optional(),
  REPLICATE_WEBHOOK_SECRET: z
    .string()
    .regex(
      /^whsec_[A-Za-z0-9+/=]{16,}$/,
      "REPLICATE_WEBHOOK_SECRET must be whsec_ and base64, as Replicate shows it",
    )
    .optional(),
  REELGRAPH_SECRETS_KEY: secretsKey.optional(),
  REELGRAPH_SECRETS_KEY_PREVIOUS: secretsKey.optional(),
  REELGRAPH_ROLE: z.enum(["web", "worker"]).optional(),
  WORKFLOW_TARGET_WORLD: z.string().default("local"),
  WORKFLOW_POSTGRES_URL: postgresUrl("WORKFLOW_POSTGRES_URL").optional(),
  REELGRAPH_ORPHAN_GRACE_SECONDS: whole("REELGRAPH_ORPHAN_GRACE_SECONDS").default(86_400),
  REELGRAPH_TRASH_DAYS: whole("REELGRAPH_TRASH_DAYS").default(7),
  REELGRAPH_ASSET_URL_SECONDS: whole("REELGRAPH_ASSET_URL_SECONDS")
    .refine((seconds) => seconds >= 1 && seconds <= 43_200, "REELGRAPH_ASSET_URL_SECONDS must be 1 to 43200")
    .default(1_800),
  REELGRAPH_KEEP_FAILED_DAYS: whole("REELGRAPH_KEEP_FAILED_DAYS").default(30),
  REELGRAPH_BACKUP_DIR: z.string().optional(),
  REELGRAPH_BACKUP_KEEP: whole("REELGRAPH_BACKUP_KEEP").pipe(z.number().min(1).max(1_000)).default(7),
  REELGRAPH_REQUESTS_PER_MINUTE: whole("REELGRAPH_REQUESTS_PER_MINUTE").default(6_000),
  UPSTASH_REDIS_REST_URL: address("UPSTASH_REDIS_REST_URL").optional(),
  UPSTASH_REDIS_REST_TOKEN: z.string().min(1).optional(),
  CRON_SECRET: z.string().min(16, "CRON_SECRET must have at least 16 characters").optional(),
});

/** Variables that say nothing without another one. */
const NEEDS: readonly (readonly [EnvVariable & keyof Env, EnvVariable & keyof Env])[] = [
  ["REELGRAPH_DB_DRIVER", "POSTGRES_URL"],
  ["REELGRAPH_ROLE", "POSTGRES_URL"],
  ["REELGRAPH_SECRETS_KEY_PREVIOUS", "REELGRAPH_SECRETS_KEY"],
  ["REELGRAPH_STORAGE_PRICE_AS_OF", "REELGRAPH_STORAGE_MICROS_PER_GB_MONTH"],
  ["S3_ENDPOINT", "S3_BUCKET"],
  ["S3_REGION", "S3_BUCKET"],
  ["UPSTASH_REDIS_REST_URL", "UPSTASH_REDIS_REST_TOKEN"],
  ["UPSTASH_REDIS_REST_TOKEN", "UPSTASH_REDIS_REST_URL"],
];

export type Env = z.infer<typeof envSchema>;

/** Reads and checks the environment; empty counts as unset. Throws `configuration` naming each variable at fault and the fix. */
export function readEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = envSchema.safeParse(given);
  const faults = parsed.success
    ? NEEDS.filter(([name, other]) => given[name] !== undefined && given[other] === undefined).map(
        ([name, other]) => `${name}: set ${other} as well, or leave it out`,
      )
    : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  if (parsed.success && faults.length === 0) return parsed.data;
  throw new ReelgraphError({
    code: "configuration",
    message: `The environment is not usable. ${faults.join("; ")}.`,
  });
}
