import { plusDays, startOfBusinessDate, type BusinessDate, type CutOff, type Instant } from '#kernel';

declare const monthBrand: unique symbol;

/** A month of accounting days, `YYYY-MM`: string order is time order. */
export type Month = string & { readonly [monthBrand]: 'Month' };

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;
/** Years of four digits that a database takes for one, and that have a month after their last. */
const FIRST_YEAR = '0001';
const YEAR_TOO_LATE = '9999';
const LONGEST_MONTH = 31;

export const isMonth = (text: string): text is Month => MONTH.test(text) && text > FIRST_YEAR && text < YEAR_TOO_LATE;

export const monthOf = (day: BusinessDate): Month => day.slice(0, 7) as Month;

export const monthAfter = (month: Month): Month => monthOf(plusDays(firstDayOf(month), LONGEST_MONTH));

export const lastDayOf = (month: Month): BusinessDate => plusDays(firstDayOf(monthAfter(month)), -1);

/** The moment in which the last accounting day of a month ends. */
export const endOfMonth = (month: Month, cutOff: CutOff): Instant => startOfBusinessDate(firstDayOf(monthAfter(month)), cutOff);

const firstDayOf = (month: Month): BusinessDate => `${month}-01` as BusinessDate;
