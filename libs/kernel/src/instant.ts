import { Fault } from './fault.js';

declare const instantBrand: unique symbol;
declare const dateBrand: unique symbol;

/** A moment as ISO 8601 in UTC with milliseconds (`2026-09-21T02:13:20.000Z`): string order is time order. */
export type Instant = string & { readonly [instantBrand]: 'Instant' };

/** An accounting day `YYYY-MM-DD` in the merchant's zone (Asia/Shanghai, UTC+8, no daylight saving). */
export type BusinessDate = string & { readonly [dateBrand]: 'BusinessDate' };

/** Time of day `HH:mm` at which the accounting day ends (日切); `24:00` is midnight, the calendar day. */
export type CutOff = string;

const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const CUT_OFF = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** @throws Fault when the milliseconds since 1970 are no date. */
export function instant(epochMs: number): Instant {
  const date = new Date(epochMs);
  if (Number.isNaN(date.getTime())) throw new Fault(`not an instant: ${String(epochMs)}`);
  return date.toISOString() as Instant;
}

/** Reads an ISO 8601 text that carries its zone; undefined when it is none. */
export function parseInstant(text: string): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  const epochMs = Date.parse(text);
  return Number.isNaN(epochMs) ? undefined : instant(epochMs);
}

export const isBusinessDate = (text: string): text is BusinessDate =>
  DATE.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

export const isCutOff = (text: string): text is CutOff => CUT_OFF.test(text);

/** The calendar day in Asia/Shanghai. */
export const localDate = (at: Instant): BusinessDate =>
  new Date(Date.parse(at) + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10) as BusinessDate;

/** The accounting day: from the cut-off on, the next day's. `23:30` with cut-off `23:00` belongs to tomorrow. */
export function businessDateOf(at: Instant, cutOff: CutOff): BusinessDate {
  const match = CUT_OFF.exec(cutOff);
  if (!match) throw new Fault(`not a cut-off: ${cutOff}`);
  const cutOffMs = match[1] === undefined ? 24 * 3_600_000 : (Number(match[1]) * 60 + Number(match[2])) * 60_000;
  return localDate(instant(Date.parse(at) + 24 * 3_600_000 - cutOffMs));
}

export const plusMs = (at: Instant, ms: number): Instant => instant(Date.parse(at) + ms);
