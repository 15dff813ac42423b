import { JsonCursor, NotJson } from './json-cursor.js';

/** Exact text of each element of the array that the text is. @throws NotJson */
export function elementsOf(array: string): string[] {
  const cursor = new JsonCursor(array);
  const elements: string[] = [];
  cursor.elements(() => {
    const start = cursor.at;
    cursor.passValue();
    elements.push(array.slice(start, cursor.at));
  });
  return elements;
}

/** Exact text of what an object has under a name; of a name given twice the last, as a parser takes it. Undefined where there is none. */
export function memberOf(object: string, name: string): string | undefined {
  const cursor = new JsonCursor(object);
  let found: string | undefined;
  if (cursor.kind() !== 'object') return undefined;
  cursor.members((key) => {
    const start = cursor.at;
    cursor.passValue();
    if (key === name) found = object.slice(start, cursor.at);
  });
  return found;
}

/** Exact texts of the rows that an object holds under a name; none where it holds no array there. */
export function rowsUnder(object: string, name: string): string[] {
  try {
    const array = memberOf(object, name);
    return array?.trimStart().startsWith('[') ? elementsOf(array) : [];
  } catch (error) {
    if (error instanceof NotJson) return [];
    throw error;
  }
}
