/**
 * Connections to the public internet alone. An address in a feed, or behind a redirect, could otherwise make this
 * server ask its own neighbours. What is checked is the address that is connected to, at the moment of connecting:
 * a name that resolves otherwise a moment later gains nothing.
 */
import { lookup as dnsLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, buildConnector } from 'undici';

const CONNECT_MS = 10_000;

/** As `dns.lookup` with `all`. */
export type Lookup = (
  hostname: string,
  options: LookupOptions & { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface GuardedAgentParts {
  /** Hosts that may have any address, as they stand in a URL. */
  readonly allow?: readonly string[];
  readonly lookup?: Lookup;
}

/** The host has no address that this server may connect to. */
export class AddressRefused extends Error {
  override name = 'AddressRefused';

  constructor(host: string, address: string) {
    super(`${host === address ? host : `${host} (${address})`} is not a public address`);
  }
}

/** Close it after use. Requests fail with {@link AddressRefused}, or with a cause that is one. */
export function createGuardedAgent({ allow = [], lookup = dnsLookup }: GuardedAgentParts): Agent {
  const toAny = buildConnector({ timeout: CONNECT_MS, lookup: lookupWith(lookup, () => true), port: 0 });
  const toPublic = buildConnector({ timeout: CONNECT_MS, lookup: lookupWith(lookup, isPublic), port: 0 });
  return new Agent({
    connect(options, callback) {
      const { hostname } = options;
      // The system resolves no address, so its connector would never ask our lookup.
      const address = hostname.replace(/^\[|\]$/g, '');
      if (allow.includes(hostname) || allow.includes(`[${hostname}]`)) toAny(options, callback);
      else if (isIP(address) !== 0 && !isPublic(address))
        callback(new AddressRefused(hostname, address), null);
      else toPublic(options, callback);
    },
  });
}

/** Neither private nor loopback, link-local, shared, multicast, reserved, nor a form in which one of these can hide. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  // Of IPv6 the world has no more than this in use; `::7f00:1`, which is 127.0.0.1, lies outside.
  const isGlobal = parsed.kind() === 'ipv4' || parsed.match(ipaddr.parseCIDR('2000::/3'));
  return isGlobal && parsed.range() === 'unicast';
}

function lookupWith(lookup: Lookup, mayConnect: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const [first] = found ?? [];
      const addresses = (found ?? []).filter(({ address }) => mayConnect(address));
      const [best] = addresses;
      if (error) callback(error, '');
      else if (!best) callback(new AddressRefused(hostname, first?.address ?? 'none'), '');
      else if (options.all) callback(null, addresses);
      else callback(null, best.address, best.family);
    });
  };
}
