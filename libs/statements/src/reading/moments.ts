import { isBusinessDate, parseInstant, type BusinessDate, type Instant } from '#kernel';

const MOMENT = /^(\d{4})[-/]?(\d{2})[-/]?(\d{2})[ T]?(\d{2}):?(\d{2}):?(\d{2})$/;
const DAY = /^(\d{4})[-/年]?(\d{2})[-/月]?(\d{2})日?$/;
/** `2026/9/10 8:00`: what a spreadsheet makes of a moment when it is saved again. Seconds are lost. */
const DAMAGED = /^\d{4}\/\d{1,2}\/\d{1,2}(?: \d{1,2}:\d{2}(?::\d{2})?)?$/;

/** `yyyy-MM-dd HH:mm:ss`, `yyyy/MM/dd HH:mm:ss`, `yyyyMMddHHmmss` in Asia/Shanghai. */
export function shanghaiMoment(text: string): Instant | undefined {
  const [, year, month, day, hour, minute, second] = MOMENT.exec(text) ?? [];
  if (year === undefined) return undefined;
  return parseInstant(`${year}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}+08:00`);
}

/** `yyyy-MM-dd`, `yyyyMMdd`, `yyyy年MM月dd日`. */
export function calendarDay(text: string): BusinessDate | undefined {
  const [, year = '', month = '', day = ''] = DAY.exec(text) ?? [];
  const date = `${year}-${month}-${day}`;
  return isBusinessDate(date) ? date : undefined;
}

export const isDamagedMoment = (text: string): boolean => DAMAGED.test(text) && shanghaiMoment(text) === undefined;

/** The first day yyyymmdd or yyyy-mm-dd in the name of a file. */
export function dayInName(name: string): BusinessDate | undefined {
  for (const [, year = '', month = '', day = ''] of name.matchAll(/(?<!\d)(20\d\d)-?(\d\d)-?(\d\d)(?!\d)/g)) {
    const date = `${year}-${month}-${day}`;
    if (isBusinessDate(date)) return date;
  }
  return undefined;
}
