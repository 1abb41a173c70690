import { join } from "node:path";
import { startScriptService } from "./script-service";

export interface RedisServer {
  host: string;
  port: number;
  version: string;
  stop: () => Promise<void>;
}

/** Starts a real Redis on loopback (redis.sh). */
export async function startRedis(): Promise<RedisServer | { unavailable: string }> {
  return await startScriptService<Omit<RedisServer, "stop">>({
    name: "redis",
    script: join(import.meta.dirname, "redis.sh"),
    withinMs: 30_000,
  });
}
