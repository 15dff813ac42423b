import { isJsonObject, parseExact } from '../exact-json.js';

/** What signs callbacks, out of what a mini-app is bound with: `{"token": …, "salt": …}`. Undefined where it holds none. */
export function tokenOf(secret: string): string | undefined {
  const bound = parseExact(secret);
  const token = isJsonObject(bound) ? bound['token'] : undefined;
  return typeof token === 'string' && token !== '' ? token : undefined;
}
