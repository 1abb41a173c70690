import ipaddr from "ipaddr.js";

/**
 * True for an address of the open internet. Everything else (loopback, private, link-local with its metadata services, carrier NAT,
 * multicast, reserved, and IPv6 forms that carry an IPv4 address) is somebody's inside.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress()) {
    return parsed.toIPv4Address().range() === "unicast";
  }
  return parsed.range() === "unicast";
}
