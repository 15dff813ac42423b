import { Fault } from './fault.js';

const PART = /^[A-Za-z0-9_-]+$/;
const LAST_PART = /^[A-Za-z0-9._-]+$/;

/**
 * Name of a stream out of outside ids: `settlement-acquirer.unionpay.898100012340001.77`. Only the last part may hold a dot, so
 * names are equal only where kind and all parts are. @throws Fault on a part of other characters: the edge has refused them
 */
export function streamName(kind: string, ...parts: readonly string[]): string {
  for (const [index, part] of parts.entries()) {
    if (!(index === parts.length - 1 ? LAST_PART : PART).test(part)) throw new Fault(`not a part of a stream's name: ${part}`);
  }
  return [kind, ...parts].join('.');
}
