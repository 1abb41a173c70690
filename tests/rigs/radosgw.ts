import { join } from "node:path";
import { startScriptService } from "./script-service";

export interface Radosgw {
  endpoint: string;
  accessKeyId: string;
  secretAccessKey: string;
  stop: () => Promise<void>;
}

/** Starts a real S3 server on loopback (radosgw.sh). */
export async function startRadosgw(): Promise<Radosgw | { unavailable: string }> {
  const started = await startScriptService<Radosgw>({
    name: "radosgw",
    script: join(import.meta.dirname, "radosgw.sh"),
    withinMs: 60_000,
  });
  if ("unavailable" in started) return started;
  const { endpoint, accessKeyId, secretAccessKey, stop } = started;
  return { endpoint, accessKeyId, secretAccessKey, stop };
}
