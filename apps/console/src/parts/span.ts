import dayjs from 'dayjs';

/** Accounting days, both included: `2026-09-21`. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

export const DAY_FORM = 'YYYY-MM-DD';
export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && dayjs(text, DAY_FORM).isValid();
