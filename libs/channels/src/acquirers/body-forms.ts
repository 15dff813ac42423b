import type { PersonSealer } from '#privacy';
import { isPlatformId } from '../card-numbers.js';
import { isJsonObject, parseExact, type JsonObject } from '../exact-json.js';
import { NotJson } from '../json-cursor.js';
import { withoutPersons, type PersonPolicy, type WithoutPersons } from '../persons.js';
import { sanitise, type CardPolicy } from '../sanitise.js';

/** How a sender writes its messages. */
export interface BodyForm {
  /** The text without card data; undefined where it is not of this form. */
  clean(text: string): { readonly text: string; readonly changed: boolean } | undefined;
  /** The text without persons, of one that is of this form. @throws Outage */
  seal(text: string, policy: PersonPolicy, persons: PersonSealer): Promise<WithoutPersons>;
  /** Undefined where it is not of this form, or says one field twice. */
  decode(text: string): JsonObject | undefined;
}

/** Ids and moments are long numbers of other kinds. */
const NUMBER_FIELD = /(?:ids?|nos?|code|sn|num|time|date|timestamp|sign|mac)$/i;

/** Acquirers can not be told to take a card number out, so it is masked. */
const NOTICE_CARDS: CardPolicy = {
  onCardNumber: 'mask',
  digitsOf: (key, value) => {
    if (!NUMBER_FIELD.test(key)) return 'any';
    return isPlatformId(value) ? 'exempt' : 'issued';
  },
};

export const JSON_BODY: BodyForm = {
  clean: cleanJson,
  seal: withoutPersons,
  decode: (text) => {
    const repeated: string[] = [];
    const value = parseExact(text, (key) => repeated.push(key));
    return isJsonObject(value) && repeated.length === 0 ? value : undefined;
  },
};

/** `application/x-www-form-urlencoded` in UTF-8. */
export const FORM_BODY: BodyForm = {
  clean(text) {
    const fields = formFields(text);
    const cleaned = fields && cleanJson(JSON.stringify(fields));
    if (!cleaned?.changed) return cleaned && { text, changed: false };
    return { text: formOf(cleaned.text), changed: true };
  },
  async seal(text, policy, persons) {
    const kept = await withoutPersons(JSON.stringify(formFields(text)), policy, persons);
    return kept.changed ? { text: formOf(kept.text), changed: true } : { text, changed: false };
  },
  decode: formFields,
};

function formOf(json: string): string {
  const kept = Object.entries(JSON.parse(json) as Record<string, string | null>);
  return new URLSearchParams(kept.map(([name, value]): [string, string] => [name, value ?? ''])).toString();
}

/** Values by name as they were meant; undefined where it is no form, or a name is there twice: which counts is not for us to say. */
export function formFields(text: string): Readonly<Record<string, string>> | undefined {
  const fields = new Map<string, string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = unescaped(pair.slice(0, Math.max(at, 0)));
    const value = unescaped(pair.slice(at + 1));
    if (name === undefined || name === '' || value === undefined || fields.has(name)) return undefined;
    fields.set(name, value);
  }
  return fields.size === 0 ? undefined : Object.fromEntries(fields);
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined; // an escape that is no UTF-8
  }
}

function cleanJson(text: string): { readonly text: string; readonly changed: boolean } | undefined {
  try {
    return sanitise(text, NOTICE_CARDS);
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}
