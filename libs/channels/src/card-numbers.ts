/** From, to (exclusive) in the text. */
export type Span = readonly [number, number];

const SHORTEST = 13;
const LONGEST = 19;

/** 13 digits and more, with up to three spaces or dashes between two of them. */
const RUN = /[0-9](?:[\s\u00ad\u2010-\u2015-]{0,3}[0-9]){12,}/g;
/** The same, full-width digits included: tells quickly that there is nothing to look for. */
const LONG_ENOUGH = /[0-9\uff10-\uff19](?:[\s\u00ad\u2010-\u2015-]{0,3}[0-9\uff10-\uff19]){12}/;
const GROUP = /[0-9]+/g;
const FULL_WIDTH = /[\uff10-\uff19]/g;

/** Lengths and first digits that networks issue cards under. Leaves out dates (20…), phone numbers and clocks (1…), most long ids. */
const ISSUED = /^(?:4\d{12}|3[0689]\d{12}|3[47]\d{13}|(?:2[2-7]|3\d|4\d|5\d|6\d|81|9\d)\d{14,17})$/;

/** Ids of platforms: longer than cards usually are, or digits behind letters. Of plain numbers as long as cards one in ten passes Luhn. */
const PLATFORM_ID = /^(?:\d{18,}|[A-Za-z][A-Za-z0-9_-]{0,63})$/;
export const isPlatformId = (value: string): boolean => PLATFORM_ID.test(value);

/** Luhn check over a string of digits. */
export function passesLuhn(digits: string): boolean {
  let total = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 0x30;
    const weighted = index % 2 === 0 ? digit : digit * 2;
    total += weighted > 9 ? weighted - 9 : weighted;
  }
  return total % 10 === 0;
}

/**
 * Where a text holds full card numbers: 13–19 digits that pass Luhn, spaces and dashes left out, full-width digits included.
 * `issued` asks for length and first digits of a card besides, and for groups of four where there are groups: for fields
 * that hold long numbers of other kinds.
 */
export function cardNumbersIn(text: string, digits: 'any' | 'issued'): Span[] {
  if (!LONG_ENOUGH.test(text)) return [];
  const plain = text.replace(FULL_WIDTH, (digit) => String(digit.charCodeAt(0) - 0xff10));
  return [...plain.matchAll(RUN)].flatMap((run) => spansIn(run[0], run.index, digits));
}

/** Behind a masked number in a magnetic track: the holder's name, expiry, service code, discretionary data. */
const TRACK_TAIL = /(\*[\d\s-]*\d{4})((?:\^[^^]{0,60}\^|[=dD])[\d=\s]+)/g;

/** BIN and last four stay; of a track nothing else does. */
export function maskCardNumbers(text: string, spans: readonly Span[]): string {
  let masked = text;
  for (const [from, to] of spans) masked = masked.slice(0, from) + maskedDigits(masked.slice(from, to)) + masked.slice(to);
  return spans.length === 0 ? masked : masked.replaceAll(TRACK_TAIL, (_track, number: string) => `${number}*`);
}

/** Neighbouring groups of digits taken together, as long as they may be one number. */
function spansIn(run: string, offset: number, kind: 'any' | 'issued'): Span[] {
  const groups = [...run.matchAll(GROUP)];
  const spans: Span[] = [];
  for (let first = 0; first < groups.length; first += 1) {
    let digits = '';
    for (const group of groups.slice(first, first + LONGEST)) {
      if (kind === 'issued' && digits.length % 4 !== 0) break;
      digits += group[0];
      if (digits.length > LONGEST) break;
      if (isCardNumber(digits, kind))
        spans.push([offset + (groups[first]?.index ?? 0), offset + group.index + group[0].length]);
    }
  }
  return spans;
}

const isCardNumber = (digits: string, kind: 'any' | 'issued'): boolean =>
  digits.length >= SHORTEST && (kind === 'any' || ISSUED.test(digits)) && passesLuhn(digits);

function maskedDigits(text: string): string {
  const total = text.replace(/[^0-9\uff10-\uff19]/g, '').length;
  let seen = 0;
  return text.replace(/[0-9\uff10-\uff19]/g, (digit) => {
    seen += 1;
    return seen <= 6 || seen > total - 4 ? digit : '*';
  });
}
