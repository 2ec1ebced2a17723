/**
 * Which addresses are of the public internet. Where customers choose what we ask, the others are closed to them: behind
 * those stand the operator's own machines. After the IANA special-purpose address registries (RFC 6890).
 */
import { lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

const special: readonly [network: string, prefix: number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

/** All that is public in IPv6 is in here (RFC 4291, section 2.5.4) … */
const globalUnicast: readonly [network: string, prefix: number] = ["2000::", 3];
/** … but for these, of which some hold an IPv4 address that would have to be looked at in turn. */
const specialIpv6: readonly [network: string, prefix: number][] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

const closed = new BlockList();
for (const [network, prefix] of special) closed.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of specialIpv6) closed.addSubnet(network, prefix, "ipv6");
const open = new BlockList();
open.addSubnet(...globalUnicast, "ipv6");

/** @param address of IPv4 or IPv6, as DNS gives it; anything else is not public */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed.check(address, "ipv4");
  return family === 6 && open.check(address, "ipv6") && !closed.check(address, "ipv6");
}

/** What was to be asked stands nowhere in the public internet. */
export class NotPublic extends Error {
  override name = "NotPublic";
}

/**
 * Looks a name up for a connection, which then goes to a public address or nowhere: between a check of a name and the
 * connection its address could be another one.
 */
export const lookUpPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, "");
    const usable = found.filter(({ address }) => isPublic(address));
    const [first] = usable;
    if (!first) return callback(new NotPublic(`${hostname} has no address of the public internet`), "");
    if (options.all) return callback(null, usable);
    return callback(null, first.address, first.family);
  });
};
