import { LRUCache } from 'lru-cache';
import { cardNumbersIn, maskCardNumbers } from './card-numbers.js';
import { JsonCursor, NotJson } from './json-cursor.js';

/** What a channel knows of its own fields, so that its ids are not taken for card numbers. */
export interface CardPolicy {
  /** `any`: a text of a person. `issued`: numbers of other kinds stand here. `exempt`: this value is known to be no card number. */
  digitsOf(key: string, value: string): 'any' | 'issued' | 'exempt';
  /** Whether the sender can be told (`refuse`) or can not, so that we mask and go on. */
  readonly onCardNumber: 'refuse' | 'mask';
  /** What stands in for a value that may not be kept although it is no card data: a bearer secret, who a buyer is. Undefined: it is kept. */
  readonly instead?: (key: string, value: string) => string | undefined;
}

export interface Sanitised {
  /** To be kept, logged, parked. Not to be used where `refused`. */
  readonly text: string;
  readonly changed: boolean;
  readonly refused: boolean;
}

/**
 * Names of what may not be kept after authorization, not even encrypted (PCI DSS 3.3.1): magnetic track, PIN, card verification
 * value, chip data; and the ISO 8583 fields that hold it (35, 36, 45, 52, 55, 62) or the card's expiry (14).
 */
const FORBIDDEN =
  /^(?:(?:magnetic|mag)?(?:track|stripe)\d?(?:equivalent|equiv)?(?:data)?|(?:encrypted|enc)?pin(?:block|data|code|value)?|(?:card)?cv[cnv]\d?(?:code)?|cvn|securitycode|(?:emv|icc?|ic|chip)(?:card)?(?:data|tags?|tlv)?|tlv|(?:f|de|df|field)0?(?:14|35|36|45|52|55|62)(?:data)?|exp(?:iry|iration)?(?:date)?|tag(?:57|9f20|5f24))$/;

const DEEPEST = 32;

/** Names repeat from message to message: what was found of one is remembered. */
const verdicts = new LRUCache<string, boolean>({ max: 2_000 });

function isForbidden(key: string): boolean {
  const known = verdicts.get(key);
  if (known !== undefined) return known;
  const verdict = FORBIDDEN.test(key.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
  if (key.length <= 64) verdicts.set(key, verdict);
  return verdict;
}

/**
 * Well-formed JSON text without card data, every other byte as it came. Values of forbidden fields become `null`, also inside
 * strings that are JSON themselves. Works on the text, not on a parsed value: what a parser drops (a key given twice) is seen too.
 * @throws NotJson where the text is not well-formed
 */
export function sanitise(text: string, policy: CardPolicy): Sanitised {
  const sanitiser = new Sanitiser(text, policy);
  sanitiser.value('', 0);
  sanitiser.cursor.end();
  return sanitiser.result();
}

class Sanitiser {
  readonly cursor: JsonCursor;
  private readonly parts: string[] = [];
  private copiedTo = 0;
  private refused = false;

  constructor(
    private readonly text: string,
    private readonly policy: CardPolicy,
  ) {
    this.cursor = new JsonCursor(text);
  }

  result(): Sanitised {
    if (this.parts.length === 0) return { text: this.text, changed: false, refused: this.refused };
    return { text: this.parts.join('') + this.text.slice(this.copiedTo), changed: true, refused: this.refused };
  }

  value(key: string, depth: number): void {
    const kind = this.cursor.kind();
    const start = this.cursor.at;
    if (depth > DEEPEST || isForbidden(key)) {
      this.cursor.passValue();
      this.replace(start, 'null');
    } else if (kind === 'object') this.cursor.members((name, nameStart) => this.member(name, nameStart, depth + 1));
    else if (kind === 'array') this.cursor.elements(() => this.value(key, depth + 1));
    else if (kind === 'string') this.string(key, start, depth);
    else this.plain(key, this.cursor.scalar(), start, 'issued');
  }

  private member(name: string, nameStart: number, depth: number): void {
    const valueStart = this.cursor.at;
    const spans = cardNumbersIn(name, 'any');
    if (spans.length > 0) {
      this.refused ||= this.policy.onCardNumber === 'refuse';
      this.parts.push(this.text.slice(this.copiedTo, nameStart), JSON.stringify(maskCardNumbers(name, spans)), ':');
      this.copiedTo = valueStart;
    }
    this.value(name, depth);
  }

  private string(key: string, start: number, depth: number): void {
    const value = this.cursor.string();
    if (!isJsonText(value)) {
      this.plain(key, value, start, 'any');
      return;
    }
    try {
      const inner = new Sanitiser(value, this.policy);
      inner.value(key, depth + 1);
      inner.cursor.end();
      const result = inner.result();
      this.refused ||= result.refused;
      if (result.changed) this.replace(start, JSON.stringify(result.text));
    } catch (error) {
      if (!(error instanceof NotJson)) throw error;
      this.plain(key, value, start, 'any');
    }
  }

  /** The cursor stands behind the value. */
  private plain(key: string, value: string, start: number, most: 'any' | 'issued'): void {
    const instead = this.policy.instead?.(key, value);
    if (instead !== undefined) {
      this.replace(start, JSON.stringify(instead));
      return;
    }
    if (value.length < 13) return;
    const digits = this.policy.digitsOf(key, value);
    if (digits === 'exempt') return;
    const spans = cardNumbersIn(value, most === 'any' ? digits : 'issued');
    if (spans.length === 0) return;
    if (this.policy.onCardNumber === 'refuse') this.refused = true;
    this.replace(start, JSON.stringify(maskCardNumbers(value, spans)));
  }

  private replace(start: number, by: string): void {
    if (this.text.slice(start, this.cursor.at) === by) return;
    this.parts.push(this.text.slice(this.copiedTo, start), by);
    this.copiedTo = this.cursor.at;
  }
}

const isJsonText = (value: string): boolean => /^\s*[[{]/.test(value);
