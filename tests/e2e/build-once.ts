import { whyBuild } from "../../lib/cli/server/build-server";
import { runCommand } from "../checks/run-command";

/** The end-to-end tests run the built product; it is built once, before them, when it is not up to date. */
export async function setup(): Promise<void> {
  if ((await whyBuild(process.cwd())) === null) return;
  const { status, output } = await runCommand({ command: "npm", args: ["run", "build"] });
  if (status !== 0) throw new Error(`The build failed:\n${output.slice(-4_000)}`);
}
