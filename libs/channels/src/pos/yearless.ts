import { isBusinessDate, localDate, parseInstant, plusMs, type BusinessDate, type Instant } from '#kernel';
import { isJsonObject, type Json, type JsonObject } from '../exact-json.js';

/**
 * Terminals tell days without a year (F13, F15 and F61 MMDD, F12 hhmmss): a message that came in at a moment is given its years by
 * that moment, before anything else reads it. What is no such day is left as it is.
 * `local_date` and `local_time` make the `occurred_at` that is not there; `settlement_date`, `original.date` and `opening.date` may be MMDD.
 */
export function withYears(message: JsonObject, receivedAt: Instant): JsonObject {
  const timed = (message['occurred_at'] ?? null) === null ? withMoment(message, receivedAt) : withoutLocal(message);
  const at = typeof timed['occurred_at'] === 'string' ? parseInstant(timed['occurred_at']) : undefined;
  if (at === undefined) return timed;
  const day = localDate(at);
  return {
    ...timed,
    ...replaced(timed, 'settlement_date', (given) => nearest(given, day)),
    ...named(timed, 'original', at),
    ...named(timed, 'opening', at),
  };
}

const DAY_MS = 86_400_000;
const SHANGHAI = '+08:00';

/** The latest such moment: a terminal's clock may be ahead by less than a day, so 31 December told on 1 January is last year's. */
function withMoment(message: JsonObject, receivedAt: Instant): JsonObject {
  const { local_date: given, local_time: time } = message;
  const date = latest(given, localDate(plusMs(receivedAt, DAY_MS)));
  const [, hours, minutes, seconds] = typeof time === 'string' ? (/^(\d\d)(\d\d)(\d\d)$/.exec(time) ?? []) : [];
  if (date === undefined || hours === undefined || minutes === undefined || seconds === undefined) return message;
  return { ...message, occurred_at: `${date}T${hours}:${minutes}:${seconds}${SHANGHAI}` };
}

/** The sender knows the year. */
const withoutLocal = ({ local_date: _date, local_time: _time, ...message }: JsonObject): JsonObject => message;

/** What a transaction refers to came before it, by the clocks of two terminals at worst. */
function named(message: JsonObject, name: 'original' | 'opening', at: Instant): JsonObject {
  const transaction = message[name];
  if (!isJsonObject(transaction)) return {};
  return {
    [name]: { ...transaction, ...replaced(transaction, 'date', (date) => latest(date, localDate(plusMs(at, DAY_MS)))) },
  };
}

function replaced(object: JsonObject, name: string, by: (given: Json) => BusinessDate | undefined): JsonObject {
  const given = object[name];
  const date = given === undefined ? undefined : by(given);
  return date === undefined ? {} : { [name]: date };
}

const MMDD = /^(\d\d)(\d\d)$/;
/** From one 29 February to the next, over a year like 2100. */
const YEARS_BETWEEN_LEAP_DAYS = 8;

/** The last such day that is not after the one given. */
function latest(given: Json | undefined, notAfter: BusinessDate): BusinessDate | undefined {
  return inYears(given, yearOf(notAfter), -YEARS_BETWEEN_LEAP_DAYS).find((day) => day <= notAfter);
}

/** A settlement date is some days before or after its transaction, perhaps in the next year. */
function nearest(given: Json, to: BusinessDate): BusinessDate | undefined {
  const year = yearOf(to);
  const days = inYears(given, year + YEARS_BETWEEN_LEAP_DAYS, -2 * YEARS_BETWEEN_LEAP_DAYS);
  return days.toSorted((a, b) => daysBetween(a, to) - daysBetween(b, to))[0];
}

const yearOf = (day: BusinessDate): number => Number(day.slice(0, 4));

/** How far apart two days are. */
export const daysBetween = (one: BusinessDate, other: BusinessDate): number =>
  Math.abs(Date.parse(one) - Date.parse(other)) / DAY_MS;

/** The day in each year where there is one, the latest year first. */
function inYears(given: Json | undefined, from: number, back: number): BusinessDate[] {
  const [, month, day] = typeof given === 'string' ? (MMDD.exec(given) ?? []) : [];
  if (month === undefined || day === undefined) return [];
  const years = Array.from({ length: 1 - back }, (_, index) => from - index);
  return years.map((year) => `${String(year).padStart(4, '0')}-${month}-${day}`).filter(isBusinessDate);
}
