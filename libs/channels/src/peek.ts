import { JsonCursor, NotJson } from './json-cursor.js';

/**
 * A text among the members of a JSON object, the last of that name, for those who must know whose key verifies a body before
 * they may parse it. Undefined where there is none. No value is built of anything else, and what is read here is not trusted.
 */
export function peekText(text: string, name: string): string | undefined {
  const cursor = new JsonCursor(text);
  let found: string | undefined;
  try {
    if (cursor.kind() !== 'object') return undefined;
    cursor.members((key) => {
      const isText = cursor.kind() === 'string';
      if (key === name) found = isText ? cursor.string() : undefined;
      if (key !== name || !isText) cursor.passValue();
    });
    return found;
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}
