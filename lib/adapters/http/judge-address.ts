import { lookup as lookUp } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import { isPublicAddress } from "./public-address";

/** An address that may not be asked. */
export class ForbiddenAddress extends Error {}

export type Resolve = (hostname: string) => Promise<{ address: string; family: number }[]>;

export const resolveAll: Resolve = (hostname) => lookUp(hostname, { all: true, verbatim: true });

/**
 * The address as it may be asked; throws ForbiddenAddress. Https only, no credentials, no address of the inside; `trusted` are hosts of
 * the operator's own configuration (`127.0.0.1:8080`), which may be plain http and inside. Names are judged when they are resolved.
 */
export function judgeAddress(address: string, trusted: ReadonlySet<string>): URL {
  if (!URL.canParse(address)) throw new ForbiddenAddress("the address is none");
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") {
    throw new ForbiddenAddress("the address holds credentials");
  }
  if (trusted.has(url.host) && (url.protocol === "http:" || url.protocol === "https:")) return url;
  if (url.protocol !== "https:") throw new ForbiddenAddress(`${url.protocol} is not allowed, only https:`);
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  const isLiteral = url.hostname.startsWith("[") || /^[\d.]+$/.test(url.hostname);
  if (isLiteral && !isPublicAddress(literal)) {
    throw new ForbiddenAddress(`${literal} is not an address of the open internet`);
  }
  return url;
}

/** Where a name leads, every address of it public; else ForbiddenAddress. */
export async function checkedAddresses(
  hostname: string,
  resolve: Resolve,
): Promise<{ address: string; family: number }[]> {
  const addresses = await resolve(hostname);
  const inside = addresses.find(({ address }) => !isPublicAddress(address));
  if (inside) throw new ForbiddenAddress(`${hostname} is ${inside.address}, no address of the open internet`);
  if (addresses.length === 0) throw new Error(`${hostname} has no address`);
  return addresses;
}

/** For connections: they go to an address that was checked, so that a name cannot mean another one a moment later. */
export function checkingLookup(resolve: Resolve): LookupFunction {
  return (hostname, wanted, callback) => {
    checkedAddresses(hostname, resolve).then(
      (addresses) => {
        const [first] = addresses;
        if (wanted.all) callback(null, addresses);
        else callback(null, first?.address ?? "", first?.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ""),
    );
  };
}

export function forbiddenCause(error: unknown): ForbiddenAddress | null {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof ForbiddenAddress) return at;
  return null;
}
