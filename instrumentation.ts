/** Runs once when a server starts, before it answers: the lock, the world and the timer of a Node process. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startServer } = await import("./workflows/start-server");
  await startServer();
}
