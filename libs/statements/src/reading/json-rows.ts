import type { RawLine } from './raw-line.js';
import { Refused } from './refused.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPENS_LIST = 0x5b;
const CLOSES_LIST = 0x5d;
const OPENS_OBJECT = 0x7b;
const CLOSES_OBJECT = 0x7d;

interface Open {
  readonly isObject: boolean;
  /** Place of its first byte, counted from the beginning of the file. */
  readonly at: number;
}

/**
 * Rows within JSON: the objects that have one of the given names among their own members, wherever they stand. Everything around them
 * (pages, answers, lines of NDJSON) is wrapping, however it is nested. Rows are numbered from 1; memory does not grow with the file.
 */
export class JsonRows {
  private held = Buffer.alloc(0);
  /** Place of the first byte that is held. */
  private base = 0;
  private readonly open: Open[] = [];
  /** How many are open around the row that is being read, itself included. */
  private rowDepth: number | undefined;
  private textFrom: number | undefined;
  private isEscaped = false;
  private lastText: { readonly from: number; readonly to: number } | undefined;
  private number = 0;

  constructor(
    private readonly names: readonly string[],
    private readonly limitBytes: number,
  ) {}

  /** @throws Refused where brackets do not match */
  *in(chunk: Buffer): Generator<RawLine> {
    const from = this.base + this.held.length;
    this.held = Buffer.concat([this.held, chunk]);
    for (let at = from; at < from + chunk.length; at += 1) {
      const byte = this.held[at - this.base] as number;
      if (this.textFrom !== undefined) this.inText(byte, at);
      else if (byte === QUOTE) this.textFrom = at + 1;
      else if (byte === OPENS_OBJECT || byte === OPENS_LIST) this.open.push({ isObject: byte === OPENS_OBJECT, at });
      else if (byte === CLOSES_OBJECT || byte === CLOSES_LIST) yield* this.closed(byte === CLOSES_OBJECT, at);
      else if (byte === COLON) this.named();
      else if (byte === COMMA) this.lastText = undefined;
    }
    this.letGo();
  }

  /** @throws Refused where the file breaks off */
  *rest(): Generator<RawLine> {
    if (this.open.length > 0 || this.textFrom !== undefined) throw broken('breaks off');
    yield* [];
  }

  private inText(byte: number, at: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) {
      this.lastText = { from: this.textFrom as number, to: at };
      this.textFrom = undefined;
    }
  }

  /** The text before a colon is a name of the innermost object. */
  private named(): void {
    if (this.lastText === undefined || this.rowDepth !== undefined || this.open.at(-1)?.isObject !== true) return;
    const { from, to } = this.lastText;
    if (from < this.base) return;
    const name = this.held.toString('latin1', from - this.base, to - this.base);
    if (this.names.includes(name)) this.rowDepth = this.open.length;
  }

  private *closed(isObject: boolean, at: number): Generator<RawLine> {
    const opened = this.open.pop();
    if (opened?.isObject !== isObject) throw broken('has brackets that do not match');
    this.lastText = undefined;
    if (this.rowDepth !== this.open.length + 1) return;
    this.rowDepth = undefined;
    this.number += 1;
    const from = Math.max(opened.at, this.base) - this.base;
    const bytes = this.held.subarray(from, at + 1 - this.base);
    const isCut = opened.at < this.base || bytes.length > this.limitBytes;
    yield { number: this.number, bytes: Buffer.from(isCut ? bytes.subarray(0, this.limitBytes) : bytes), isCut };
  }

  /** Of what is longer than a row may be, the end is enough to see where it closes. */
  private letGo(): void {
    const end = this.base + this.held.length;
    const needed =
      this.open.find(({ at }) => at >= end - this.limitBytes - 1)?.at ?? Math.max(this.base, end - this.limitBytes);
    const from = this.open.length === 0 ? end : Math.max(this.base, Math.min(needed, this.textFrom ?? needed));
    this.held = this.held.subarray(from - this.base);
    this.base = from;
  }
}

const broken = (how: string): Refused => new Refused('STATEMENT_BROKEN', `The file is no whole JSON: it ${how}.`);
