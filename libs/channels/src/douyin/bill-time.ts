import { parseInstant, type Instant } from '#kernel';
import type { Fields } from '../fields.js';

/** The bills' clock, Asia/Shanghai. */
const BILL_TIME = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/;

/** `2026-09-21 10:00:00` at UTC+8, or unix seconds. */
export function billTime(fields: Fields, name: string): Instant {
  const [, date, time] = BILL_TIME.exec(fields.words(name, 19) ?? '') ?? [];
  if (date === undefined || time === undefined) return fields.time(name);
  return parseInstant(`${date}T${time}+08:00`) ?? fields.refuse(name, '1970-01-01T00:00:00.000Z' as Instant);
}
