import { Problem } from './problem.js';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** A number that is not written as a safe integer; validation refuses it where a number is due. */
class InexactNumber {
  constructor(readonly written: string) {}
  toJSON(): string {
    return this.written;
  }
}

/** Digits that `JSON.parse` could round: a fraction, an exponent, or sixteen digits and more. */
const SUSPECT = /\d[.eE]|\d{16}/;
/** Nothing of ours is deeper than a few levels. */
const DEEPEST = 16;
const INTEGER = /^-?\d{1,16}$/;

/**
 * Bodies of our own commands. Numbers in them are integers to the last digit: `9007199254740993` and `1.0` are not rounded
 * into something that passes.
 */
export function parseJson(body: Buffer): unknown {
  let value: unknown;
  try {
    const text = decoder.decode(body);
    value = SUSPECT.test(text) ? JSON.parse(text, keepExact) : JSON.parse(text);
  } catch {
    throw Problem.of('JSON_MALFORMED');
  }
  if (isDeeper(value, DEEPEST)) throw Problem.of('REQUEST_INVALID', { detail: 'The body is nested too deeply.' });
  return value;
}

/** Whoever walks a body by recursion may rely on it. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isDeeper(part, levels - 1));
}

function keepExact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number') return value;
  const written = context?.source ?? String(value);
  return INTEGER.test(written) && Number.isSafeInteger(value) ? value : new InexactNumber(written);
}
