import { parse } from 'lossless-json';

/** A JSON number that is not written as a safe integer (`6900000000000000001`, `1.0`, `1e3`): as it was written. */
export class WrittenNumber {
  constructor(readonly written: string) {}
}

export type Json = null | boolean | number | string | WrittenNumber | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

const INTEGER = /^-?(?:0|[1-9]\d{0,15})$/;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A number that may not be written as a safe integer, where a number can stand; in a text now and then something else. */
const RISKY = /(?:^|[[,\s]|["\s]:)(?:-0(?!\d)|-?\d+[.eE]|-?\d{16})/;
const MEMBER = /"\s*:/g;

/**
 * Outside JSON without loss: ids of 19 digits survive, `1.0` is not an integer. Undefined where it is not JSON. Of a key that
 * an object has twice with different values the last counts, and `onRepeated` hears of it.
 */
export function parseExact(text: string, onRepeated: (key: string) => void = () => undefined): Json | undefined {
  const plain = RISKY.test(text) ? undefined : parsePlain(text);
  if (plain !== undefined) return plain;
  const onDuplicateKey = ({ key, newValue }: { readonly key: string; readonly newValue: unknown }): unknown => {
    onRepeated(key);
    return newValue;
  };
  try {
    return parse(text, null, { parseNumber: exactNumber, onDuplicateKey }) as Json;
  } catch {
    // SyntaxError, or RangeError on nesting deeper than the stack.
    return undefined;
  }
}

/** In half the time, where no number loses anything and no name is there twice; undefined where that is not plain to see. */
function parsePlain(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return memberCount(value) === (text.match(MEMBER)?.length ?? 0) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** As many as the text names, unless a name is there twice or a text looks like one. */
function memberCount(value: Json | undefined): number {
  if (typeof value !== 'object' || value === null) return 0;
  const values: readonly (Json | undefined)[] = Object.values(value);
  const inside = values.reduce<number>((sum, inner) => sum + memberCount(inner), 0);
  return Array.isArray(value) ? inside : inside + values.length;
}

/** Text of bytes in UTF-8; undefined where they are not. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof WrittenNumber);

function exactNumber(written: string): number | WrittenNumber {
  const value = Number(written);
  return INTEGER.test(written) && Number.isSafeInteger(value) && written !== '-0' ? value : new WrittenNumber(written);
}
