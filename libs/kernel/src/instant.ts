import { Fault } from './fault.js';

declare const instantBrand: unique symbol;
declare const dateBrand: unique symbol;

/** A moment as ISO 8601 in UTC with milliseconds (`2026-09-21T02:13:20.000Z`): string order is time order. */
export type Instant = string & { readonly [instantBrand]: 'Instant' };

/** An accounting day `YYYY-MM-DD` in the merchant's zone (Asia/Shanghai, UTC+8, no daylight saving). */
export type BusinessDate = string & { readonly [dateBrand]: 'BusinessDate' };

/** Time of day `HH:mm` at which the accounting day ends (日切); `24:00` is midnight, the calendar day. `00:00` would leave no day. */
export type CutOff = string;

const DAY_MS = 24 * 3_600_000;
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const CUT_OFF = /^(?!00:00)(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAYS_OF_MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Four digits of year, or string order is no longer time order; one day less, so that each moment has its accounting day. */
const EARLIEST_MS = Date.parse('0000-01-01T00:00:00Z');
const LATEST_MS = Date.parse('9999-12-30T00:00:00Z');

/** @throws Fault when the milliseconds since 1970 are no date of the years 0 to 9999. */
export function instant(epochMs: number): Instant {
  if (!(epochMs >= EARLIEST_MS && epochMs <= LATEST_MS)) throw new Fault(`not an instant: ${String(epochMs)}`);
  return new Date(epochMs).toISOString() as Instant;
}

/** Reads an ISO 8601 text that carries its zone; undefined when it is none. */
export function parseInstant(text: string): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  if (!isBusinessDate(text.slice(0, 10))) return undefined; // Date.parse takes 30 February for 2 March
  const epochMs = Date.parse(text);
  return epochMs >= EARLIEST_MS && epochMs <= LATEST_MS ? instant(epochMs) : undefined;
}

export function isBusinessDate(text: string): text is BusinessDate {
  const [, year = '', month = '', day = ''] = DATE.exec(text) ?? [];
  return year !== '' && Number(day) >= 1 && Number(day) <= daysOf(Number(year), Number(month));
}

/** None where there is no such month. */
function daysOf(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (DAYS_OF_MONTHS[month - 1] ?? 0);
}

export const isCutOff = (text: string): text is CutOff => CUT_OFF.test(text);

const shanghaiDay = (epochMs: number): BusinessDate =>
  new Date(epochMs + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10) as BusinessDate;

/** The calendar day in Asia/Shanghai. */
export const localDate = (at: Instant): BusinessDate => shanghaiDay(Date.parse(at));

/** The last moment of a calendar day in Asia/Shanghai. */
export const endOfLocalDate = (date: BusinessDate): Instant => instant(Date.parse(`${date}T00:00:00+08:00`) + DAY_MS - 1);

/** The accounting day: from the cut-off on, the next day's. `23:30` with cut-off `23:00` belongs to tomorrow. */
export function businessDateOf(at: Instant, cutOff: CutOff): BusinessDate {
  return shanghaiDay(Date.parse(at) + DAY_MS - cutOffMsOf(cutOff));
}

function cutOffMsOf(cutOff: CutOff): number {
  const match = CUT_OFF.exec(cutOff);
  if (!match) throw new Fault(`not a cut-off: ${cutOff}`);
  return match[1] === undefined ? DAY_MS : (Number(match[1]) * 60 + Number(match[2])) * 60_000;
}

/** The moment in which an accounting day begins: the cut-off of the day before. It ends where the next one begins. */
export function startOfBusinessDate(date: BusinessDate, cutOff: CutOff): Instant {
  return instant(Date.parse(`${date}T00:00:00+08:00`) - DAY_MS + cutOffMsOf(cutOff));
}

/** The day so many days later; earlier where negative. */
export const plusDays = (date: BusinessDate, days: number): BusinessDate =>
  instant(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).slice(0, 10) as BusinessDate;

export const isWeekend = (date: BusinessDate): boolean => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());

export const plusMs = (at: Instant, ms: number): Instant => instant(Date.parse(at) + ms);
