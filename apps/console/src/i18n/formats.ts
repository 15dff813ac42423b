import type { Language } from './language';

/** Accounting is done in this zone; the zone of the reader does not matter. */
const ZONE = 'Asia/Shanghai';
const FEN_PER_YUAN = 100n;
const PPM_PER_BASIS_POINT = 100;
const DAY_MS = 86_400_000;

/** Making a format costs as much as a hundred uses of it. */
const once = <A extends string, F>(make: (of: A) => F): ((of: A) => F) => {
  const made = new Map<A, F>();
  return (of) => {
    const known = made.get(of) ?? make(of);
    made.set(of, known);
    return known;
  };
};
const countIn = once((language: Language) => new Intl.NumberFormat(language));
const timeTo = once(
  (timeStyle: 'medium' | 'none') =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', ...(timeStyle !== 'none' && { timeStyle }) }),
);

const grouped = (digits: string): string => digits.replaceAll(/\B(?=(\d{3})+$)/g, ',');

/** `¥1,234.56` of 123456 分, without a sign: exact, because nothing is divided but whole numbers. */
export function yuan(fen: number): string {
  const whole = BigInt(fen < 0 ? -fen : fen);
  return `¥${grouped(String(whole / FEN_PER_YUAN))}.${String(whole % FEN_PER_YUAN).padStart(2, '0')}`;
}

/** The same with a minus where there is less than nothing. */
export const signedYuan = (fen: number): string => (fen < 0 ? `−${yuan(fen)}` : yuan(fen));

/** Fen in the units that amounts are shortened to, the greatest first. */
const UNITS: Readonly<Record<Language, readonly (readonly [name: string, fen: bigint])[]>> = {
  'zh-CN': [
    ['亿', 10_000_000_000n],
    ['万', 1_000_000n],
  ],
  en: [
    ['B', 100_000_000_000n],
    ['M', 100_000_000n],
    ['k', 100_000n],
  ],
};
const HUNDREDTHS = 100n;

/** For axes, where there is little room: `¥1.25万`, `¥12k`, cut off behind two places; exact below the smallest unit. */
export function shortYuan(fen: number, language: Language): string {
  const whole = BigInt(fen < 0 ? -fen : fen);
  const [name, unit] = UNITS[language].find(([, least]) => whole >= least) ?? [];
  if (name === undefined || unit === undefined) return signedYuan(fen);
  const parts = (whole * HUNDREDTHS) / unit;
  const places = String(parts % HUNDREDTHS)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return `${fen < 0 ? '−' : ''}¥${grouped(String(parts / HUNDREDTHS))}${places === '' ? '' : `.${places}`}${name}`;
}

export const count = (value: number, language: Language): string => countIn(language).format(value);

/** Parts per million as a percentage; never 100 % where anything is missing. */
export function percentOf(ppm: number): string {
  const basisPoints = Math.floor(ppm / PPM_PER_BASIS_POINT);
  return `${String(Math.floor(basisPoints / 100))}.${String(basisPoints % 100).padStart(2, '0')}%`;
}

/** A moment in the zone of accounting: `2026-09-21 18:13:20`. */
export const moment = (iso: string): string => timeTo('medium').format(new Date(iso));

/** The day of a moment in the zone of accounting: `2026-09-21`. */
export const dayOf = (time: Date | string): string => timeTo('none').format(new Date(time));

export const today = (): string => dayOf(new Date());

/** So many days later; earlier where they are less than none. */
export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
