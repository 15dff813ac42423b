import { WrittenNumber, type Json, type JsonObject } from '../../exact-json.js';

/**
 * `param_json` as the platform signs it: keys sorted at every depth, compact, `<`, `>` and `&` as they are. Members that are
 * undefined are left out; numbers keep the digits that they were written with.
 */
export function paramJson(params: JsonObject): string {
  return written(params);
}

function written(value: Json): string {
  if (value instanceof WrittenNumber) return value.written;
  if (Array.isArray(value)) return `[${value.map((each: Json) => written(each)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value as JsonObject)
    .filter((member): member is [string, Json] => member[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${written(member)}`);
  return `{${members.join(',')}}`;
}
