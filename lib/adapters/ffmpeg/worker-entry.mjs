// Threads start outside any bundle, as plain Node: this file teaches them TypeScript and hands over.
import { register } from "tsx/esm/api";

register();
const { default: runTask } = await import("./worker.ts");

export default runTask;
