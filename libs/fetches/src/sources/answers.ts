import { isJsonObject, parseExact, type JsonObject } from '#channels';
import { Outage } from '#kernel';

/** An answer that must be a JSON object. @throws Outage: what stands in between answers otherwise */
export function objectIn(body: Buffer): JsonObject {
  const value = parseExact(body.toString('utf8'));
  if (!isJsonObject(value)) throw new Outage('a gateway answers no JSON');
  return value;
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
