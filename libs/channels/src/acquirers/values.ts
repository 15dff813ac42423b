import { ZERO, fenOfYuan, instant, isAmount, parseInstant, type Instant, type Money } from '#kernel';
import type { Fields } from '../fields.js';

/** 分 as digits, or 元 with up to two decimals. */
export type AmountUnit = 'fen' | 'yuan';

const YUAN = /^(\d{1,10})(?:\.(\d{1,2}))?$/;

/** More than 0, in the first of the fields that is there. Nothing is rounded: what is not whole 分 is no amount. */
export function amountOf(fields: Fields, names: readonly string[], unit: AmountUnit): Money {
  const name = names.find((each) => fields.has(each)) ?? names[0] ?? '';
  const amount = unit === 'fen' ? fields.amount(name) : yuanOf(fields.text(name, YUAN));
  return amount > 0 || fields.wrong.includes(name) ? amount : fields.refuse(name, ZERO);
}

const yuanOf = (text: string): Money => {
  const fen = fenOfYuan(text);
  return isAmount(fen) ? fen : ZERO;
};

const MILLISECONDS = /^\d{13}$/;
const LOCAL = /^(\d{4})-?(\d{2})-?(\d{2}) ?(\d{2}):?(\d{2}):?(\d{2})$/;
const MOMENT = /^[\d :-]{13,19}$/;

/** Of the first field that is there: milliseconds since 1970, `yyyyMMddHHmmss` or `yyyy-MM-dd HH:mm:ss` in Shanghai. */
export function momentOf(fields: Fields, names: readonly string[]): Instant {
  const name = names.find((each) => fields.has(each)) ?? names[0] ?? '';
  const text = fields.text(name, MOMENT);
  if (MILLISECONDS.test(text)) return instant(Number(text));
  const [, year, month, day, hour, minute, second] = LOCAL.exec(text) ?? [];
  const moment = parseInstant(`${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}+08:00`);
  return moment ?? (text === '' ? instant(0) : fields.refuse(name, instant(0)));
}

/** Of the first field that is there. */
export function textOf(fields: Fields, names: readonly string[], shape: RegExp): string {
  return fields.text(names.find((each) => fields.has(each)) ?? names[0] ?? '', shape);
}

export function textIfAnyOf(fields: Fields, names: readonly string[], shape: RegExp): string | undefined {
  const name = names.find((each) => fields.has(each));
  return name === undefined ? undefined : fields.text(name, shape);
}

/** The acquirer's own number of a transaction: it becomes part of an id. */
export const TRADE_NO = /^[A-Za-z0-9_-]{1,40}$/;
export const WALLET_NO = /^[A-Za-z0-9_-]{1,64}$/;
export const MERCHANT_NO = /^[A-Za-z0-9]{1,32}$/;
export const TERMINAL_NO = /^[A-Za-z0-9_-]{1,32}$/;
export const RRN = /^[A-Za-z0-9]{1,12}$/;
