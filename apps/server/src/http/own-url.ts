import type { AddressInfo } from 'node:net';
import { Fault } from '#kernel';

/** Where a server can be reached from its own machine. */
export function urlOf(host: string, port: number): string {
  const reachable = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${String(port)}`;
}

/** … by the address that it is bound to. @throws Fault where it does not listen */
export function ownUrlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') throw new Fault('the server listens on no port');
  return urlOf(address.address, address.port);
}
