import { isRejection, rejecter, type Rejection, type RejectionRegistry } from '#kernel';
import { MATCHING_TERMS, termsOf, type MatchingTerms } from '../engine/terms.data.js';

export const MATCHING_REJECTIONS = {
  MATCHING_TERMS_INVALID: { kind: 'unprocessable', says: 'matching.json in the data folder is not as it should be.' },
} as const satisfies RejectionRegistry;

const reject = rejecter(MATCHING_REJECTIONS);

const NUMBERS = ['tolerance', 'feeTolerance', 'suspendDays', 'surplusSuspendDays', 'timeWindowMinutes', 'payoutDays'] as const;
const WINDOWS = ['payment', 'refund', 'payout'] as const;
const CHANNEL = /^(?:\*|[a-z0-9][a-z0-9-]{0,31})$/;
const MOST = 100_000;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST;

/**
 * Terms of an installation: those that ship, and over them a list of objects as JSON, each with its `channel` (`*`: any that has none
 * of its own) and the fields that are otherwise. Undefined: there is no such file.
 */
export function matchingTermsOf(text: string | undefined): readonly MatchingTerms[] | Rejection {
  if (text === undefined) return MATCHING_TERMS;
  const told = parsed(text);
  if (!Array.isArray(told)) return reject('MATCHING_TERMS_INVALID', { expected: 'a list' });
  const terms: MatchingTerms[] = [];
  for (const [index, one] of (told as unknown[]).entries()) {
    const read = termsIn(one, index + 1);
    if (isRejection(read)) return read;
    terms.push(read);
  }
  const named = new Set(terms.map(({ channel }) => channel));
  return [...terms, ...MATCHING_TERMS.filter(({ channel }) => !named.has(channel))];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function termsIn(told: unknown, entry: number): MatchingTerms | Rejection {
  const wrong = (field: string): Rejection => reject('MATCHING_TERMS_INVALID', { entry, field });
  if (!isObject(told)) return reject('MATCHING_TERMS_INVALID', { entry });
  const { channel, dayWindow = {}, ...numbers } = told;
  if (typeof channel !== 'string' || !CHANNEL.test(channel)) return wrong('channel');
  if (!isObject(dayWindow)) return wrong('dayWindow');
  for (const [name, value] of Object.entries(numbers)) {
    if (!NUMBERS.some((known) => known === name) || !isCount(value)) return wrong(name);
  }
  for (const [name, value] of Object.entries(dayWindow)) {
    if (!WINDOWS.some((known) => known === name) || !isCount(value)) return wrong(`dayWindow.${name}`);
  }
  const shipped = termsOf(channel);
  return { ...shipped, ...numbers, channel, dayWindow: { ...shipped.dayWindow, ...dayWindow } };
}
