import { type LookupAddress, type LookupAllOptions, lookup } from "node:dns";
import { BlockList, type LookupFunction, isIP } from "node:net";

/** Addresses inside our own network: an address from outside must not read what only we can reach. */
const PRIVATE = new BlockList();
for (const [net, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["224.0.0.0", 3],
] as const) {
  PRIVATE.addSubnet(net, prefix, "ipv4");
}
for (const [net, prefix] of [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const) {
  PRIVATE.addSubnet(net, prefix, "ipv6");
}

/** True for an IPv4 or IPv6 address of our own network, also where IPv6 carries an IPv4 address. */
export function isPrivateAddress(address: string): boolean {
  const [plain = ""] = address.split("%", 1);
  return PRIVATE.check(plain, isIP(plain) === 6 ? "ipv6" : "ipv4");
}

export class PrivateAddress extends Error {
  override readonly name = "PrivateAddress";
}

/** As `node:dns` asks: all addresses of a name. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  answer: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface AddressAccess {
  readonly allowsPrivate: boolean;
  /** The system's own resolver by default. */
  readonly resolve?: Resolve | undefined;
}

/**
 * Finds addresses for a connection and fails with PrivateAddress for one of ours. The connection goes to what was checked
 * here: a name that is asked twice may answer twice.
 */
export function checkedLookup({ allowsPrivate, resolve = lookup }: AddressAccess): LookupFunction {
  return (hostname, options, answer) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return answer(error, []);
      const own = allowsPrivate ? undefined : addresses.find(({ address }) => isPrivateAddress(address));
      if (own !== undefined) return answer(new PrivateAddress(`${hostname} is ${own.address}`), []);
      const [first] = addresses;
      if (options.all === true || first === undefined) return answer(null, addresses);
      return answer(null, first.address, first.family);
    });
  };
}
