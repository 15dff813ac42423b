import { createHash } from 'node:crypto';
import { fenOfYuan, instant, isAmount, parseInstant, type Instant } from '#kernel';
import type { Columns } from './columns.js';
import { calendarDay, shanghaiMoment } from './moments.js';

/** Numbers of channels and terminals. */
export const NUMBER = /^[A-Za-z0-9_-]{1,64}$/;
/** Numbers that a merchant chose: printable ASCII without blanks. */
const CHOSEN = /^[\x21-\x7e]{1,64}$/;
const ACCOUNT = /^[A-Za-z0-9_-]{1,64}$/;
const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const WORDS_LIMIT = 64;
// eslint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;
/** Phone numbers, ids of persons, cards: words are read for what they mean, never for numbers. */
const LONG_NUMBER = /\d(?:[ -]?\d){10,}[Xx]?/g;
/** `'6900…` and `="6900…"`: how exports keep spreadsheets from rounding a number. */
const KEPT_NUMBER = /^(?:'([A-Za-z0-9_-]+)|="([A-Za-z0-9_-]+)")$/;

/** Values that stand for none. */
export type Absent = Pick<RegExp, 'test'>;

/**
 * Reads cells of one row by their column's name. What is missing or malformed is remembered in `wrong` (the column's name, never
 * what stood there) and answered by a stand-in: whoever reads must look at `wrong` before using anything.
 */
export class Cells {
  readonly wrong: string[] = [];

  constructor(
    private readonly columns: Columns,
    private readonly cells: readonly string[],
    private readonly absent: Absent = /^$/,
  ) {}

  /** Of the row, whatever its columns. */
  get count(): number {
    return this.cells.length;
  }

  /** As written, without blanks around it; empty where absent. */
  raw(name: string): string {
    const place = this.columns.place(name);
    const value = place === undefined ? '' : (this.cells[place] ?? '').trim();
    return this.absent.test(value) ? '' : value;
  }

  has(name: string): boolean {
    return this.raw(name) !== '';
  }

  number(name: string): string {
    return this.numberIfAny(name) ?? this.refuse(name, '');
  }

  /** Undefined where absent, or 0 alone, which channels write for none. */
  numberIfAny(name: string, shape: RegExp = NUMBER): string | undefined {
    const value = this.raw(name).replace(KEPT_NUMBER, '$1$2');
    if (/^0*$/.test(value)) return undefined;
    return shape.test(value) ? value : this.refuse<string | undefined>(name, undefined);
  }

  chosenIfAny(name: string): string | undefined {
    return this.numberIfAny(name, CHOSEN);
  }

  account(name: string): string {
    return this.numberIfAny(name, ACCOUNT) ?? this.refuse(name, '');
  }

  /** 元 of either sign in 分, whole. */
  yuan(name: string): number {
    return this.inFen(name, fenOfYuan(this.raw(name)));
  }

  yuanIfAny(name: string): number | undefined {
    return this.has(name) ? this.yuan(name) : undefined;
  }

  /** As `yuan`, with commas between thousands where they are in their places. */
  groupedYuan(name: string): number {
    const value = this.raw(name);
    return this.inFen(name, fenOfYuan(GROUPED.test(value) ? value.replaceAll(',', '') : value));
  }

  /** 分 of either sign. */
  fen(name: string): number {
    const value = this.raw(name);
    return this.inFen(name, /^[+-]?\d{1,12}$/.test(value) ? Number(value) + 0 : undefined);
  }

  fenIfAny(name: string): number | undefined {
    return this.has(name) ? this.fen(name) : undefined;
  }

  /** Of the columns joined by a blank: day and time of day may stand apart. */
  moment(...names: readonly string[]): Instant {
    const text = names.map((name) => this.raw(name)).join(' ');
    return shanghaiMoment(text) ?? this.refuse(names.join(' '), instant(0));
  }

  /** A day alone is its midnight. */
  momentOrDay(name: string): Instant {
    const day = calendarDay(this.raw(name));
    return (day && parseInstant(`${day}T00:00:00+08:00`)) ?? this.moment(name);
  }

  /** Words of a channel, for people: shortened, long numbers in them masked. */
  words(name: string): string | undefined {
    const value = this.raw(name);
    if (value === '') return undefined;
    return value.replaceAll(CONTROL, ' ').replaceAll(LONG_NUMBER, '*').slice(0, WORDS_LIMIT).toWellFormed();
  }

  refuse<T>(name: string, standIn: T): T {
    if (!this.wrong.includes(name)) this.wrong.push(name);
    return standIn;
  }

  private inFen(name: string, fen: number | undefined): number {
    return fen !== undefined && isAmount(Math.abs(fen)) ? fen : this.refuse(name, 0);
  }
}

/** Part of a row's key: the number itself, or where it has characters that no key may have, its digest. */
export const keyPart = (number: string): string =>
  NUMBER.test(number) ? number : `sha256-${createHash('sha256').update(number).digest('hex').slice(0, 32)}`;

/** The object without the fields that are undefined. */
export const told = <T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
