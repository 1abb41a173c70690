// Loaded into the server that a command starts (node --import). When the command is killed without a chance to stop
// its server, the channel between them breaks: end as abruptly, so that no server is left that nobody asked for.
// Runs are durable; the next server takes the data dir over.
import { isMainThread } from "node:worker_threads";

if (isMainThread && process.channel) {
  process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
  process.channel.unref();
}
