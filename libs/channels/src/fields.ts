import { ZERO, instant, isAmount, type Instant, type Money } from '#kernel';
import { WrittenNumber, type Json, type JsonObject } from './exact-json.js';

const DIGITS = /^\d{1,20}$/;
const INTEGER = /^-?\d{1,16}$/;
/** Seconds of 9999-12-30, the last day that an Instant knows. */
const LAST_SECOND = 253_402_128_000;
// eslint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;

/**
 * Reads fields of an outside message by name. What is missing or malformed is remembered in `wrong` (its name only, never
 * its value) and answered by a stand-in: whoever reads must look at `wrong` before using anything.
 */
export class Fields {
  readonly wrong: string[] = [];

  constructor(private readonly data: JsonObject) {}

  /** Present, not null, not empty. */
  has(name: string): boolean {
    const value = this.data[name];
    return value !== undefined && value !== null && value !== '';
  }

  /** An id of digits as text, whether it came as text or as a number: it may exceed 2^53. */
  digits(name: string): string {
    const value = written(this.data[name]);
    return value !== undefined && DIGITS.test(value) ? value : this.refuse(name, '0');
  }

  /** As `digits`; undefined where absent or 0, which the platform writes for none. */
  digitsIfAny(name: string): string | undefined {
    if (!this.has(name)) return undefined;
    const id = this.digits(name);
    return /^0+$/.test(id) ? undefined : id;
  }

  /** 分, not negative. */
  amount(name: string): Money {
    const value = integer(this.data[name]);
    return isAmount(value) ? value : this.refuse(name, ZERO);
  }

  /** 分 whatever its sign; 0 where absent. */
  size(name: string): Money {
    return this.has(name) ? this.absolute(name) : ZERO;
  }

  /** 分 of either sign. */
  signed(name: string): number {
    return integer(this.data[name]) ?? this.refuse(name, 0);
  }

  /** A number that is a code, not an amount. */
  code(name: string): number {
    const value = integer(this.data[name]);
    return value !== undefined && value >= 0 ? value : this.refuse(name, 0);
  }

  /** Unix seconds of the first of these fields that is there and not 0. */
  time(...names: readonly string[]): Instant {
    const name = names.find((each) => this.has(each) && written(this.data[each]) !== '0');
    const seconds = name === undefined ? undefined : integer(this.data[name]);
    if (seconds === undefined || seconds < 0) return this.refuse(name ?? names[0] ?? '', instant(0));
    return instant(Math.min(seconds, LAST_SECOND) * 1000);
  }

  hasTime(name: string): boolean {
    return this.has(name) && written(this.data[name]) !== '0';
  }

  /** Words of a person: control characters become spaces, the rest is cut. Undefined where absent. */
  words(name: string, limit: number): string | undefined {
    const value = this.data[name];
    if (typeof value !== 'string' || value === '') return undefined;
    return value.replaceAll(CONTROL, ' ').slice(0, limit).toWellFormed();
  }

  /** A text of the given shape. */
  text(name: string, shape: RegExp): string {
    const value = written(this.data[name]);
    return value !== undefined && shape.test(value) ? value : this.refuse(name, '');
  }

  textIfAny(name: string, shape: RegExp): string | undefined {
    return this.has(name) ? this.text(name, shape) : undefined;
  }

  refuse<T>(name: string, standIn: T): T {
    this.wrong.push(name);
    return standIn;
  }

  /** 分 of either sign, as a JSON number. */
  number(name: string): number {
    return typeof this.data[name] === 'string' ? this.refuse(name, 0) : this.signed(name);
  }

  private absolute(name: string): Money {
    const value = Math.abs(this.signed(name));
    return isAmount(value) ? value : this.refuse(name, ZERO);
  }
}

/** Text or number, as written. */
function written(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return value instanceof WrittenNumber ? value.written : undefined;
}

/** A safe integer, as number or as text of digits. */
function integer(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !INTEGER.test(value)) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number + 0 : undefined;
}
