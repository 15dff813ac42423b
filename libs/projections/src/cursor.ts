/** A cursor that is none of ours. */
export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor';
  readonly code = 'CURSOR_INVALID';

  constructor() {
    super('not a cursor of this list');
  }
}

/** Where a page ended, as one opaque text. */
export const cursorOf = (...parts: readonly string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

/** The parts of a cursor. @throws InvalidCursor */
export function cursorParts(cursor: string, count: number): readonly string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parts) && parts.length === count && parts.every((part) => typeof part === 'string')) return parts;
  } catch {
    // Not JSON: told below.
  }
  throw new InvalidCursor();
}
