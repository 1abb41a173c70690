import { ReelgraphError } from "../core/errors";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

function hostName(host: string): string {
  return host.replace(/:\d+$/, "");
}

/**
 * Local mode has no login, so that nothing but this machine's own pages and tools may speak to it: the Host must be a loopback name
 * (no DNS rebinding), and a page of another site that sends an Origin is refused (api.md, Authentication).
 */
export function assertLocalRequest(headers: Headers): void {
  const host = (headers.get("host") ?? "").toLowerCase();
  if (!LOOPBACK.has(hostName(host))) {
    throw new ReelgraphError({
      code: "forbidden-origin",
      message: `Local mode answers on loopback names only, not to the host "${host}". Open it as http://localhost:PORT.`,
    });
  }
  const origin = headers.get("origin");
  const isForeign = origin !== null && origin !== `http://${host}` && origin !== `https://${host}`;
  // Browsers say where a request comes from even where they send no Origin, e.g. a picture of another site.
  const isCrossSite = headers.get("sec-fetch-site") === "cross-site";
  if (isForeign || isCrossSite) {
    throw new ReelgraphError({
      code: "forbidden-origin",
      message: `Local mode answers to its own pages only, not to ${origin ?? "another site"}.`,
    });
  }
}
