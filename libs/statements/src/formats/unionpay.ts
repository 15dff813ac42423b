import { localDate, parseInstant, plusMs, type BusinessDate, type Instant } from '#kernel';
import type { StatementRow } from '../row.js';
import { told } from '../reading/cells.js';
import { fault, type Content, type Format, type Line, type Preview, type Reading } from '../reading/format.js';
import { dayInName } from '../reading/moments.js';
import { claimAll } from '../reading/table.js';
import { ZME_LAYOUT, ZM_LAYOUTS, fieldOf, fits, type Layout } from './unionpay-layouts.js';

/** Field 20. 02 authorizes and moves nothing. */
const KINDS: Readonly<Record<string, 'payment' | 'refund' | 'reversal'>> = {
  '01': 'payment',
  '03': 'payment',
  '04': 'refund',
  '31': 'reversal',
  '32': 'reversal',
  '33': 'reversal',
};
/** Field 1, where field 20 is empty. */
const KINDS_BY_CODE: typeof KINDS = { S22: 'payment', S30: 'refund' };
const DAY_MS = 86_400_000;

/** Merchant file of UnionPay: fixed widths in bytes, 分. Moments have no year; the name of the file or its day gives it. */
export const unionpay: Format = (preview) => {
  const first = preview.lines[0];
  if (!first) return undefined;
  const layout = [...ZM_LAYOUTS, ZME_LAYOUT].find((each) => fits(first.bytes, each));
  if (!layout || !/^[A-Z]\d\d/.test(first.text)) return undefined;
  const day = dayOf(preview);
  return claimAll(() => readingOf(layout, day));
};

interface Day {
  readonly told: BusinessDate | undefined;
  /** No transaction of the file is later. */
  readonly notAfter: Instant;
}

/** `INN26092188ZM_…`, else `…_20260921.zip`, else the day on which the file was written. */
function dayOf({ name, outerName, modifiedAt }: Preview): Day {
  const [, year, month, date] = /^IN[ND](\d\d)(\d\d)(\d\d)/.exec(name) ?? [];
  const told = (year && dayInName(`20${year}-${month ?? ''}-${date ?? ''}`)) || dayInName(name) || dayInName(outerName);
  const until = told && parseInstant(`${told}T00:00:00+08:00`);
  return { told: told || undefined, notAfter: plusMs(until || modifiedAt, until ? 2 * DAY_MS : DAY_MS) };
}

function readingOf(layout: Layout, day: Day): Reading {
  return {
    framing: 'lines',
    survey: () => undefined,
    head: () => ({ format: layout.name, channel: 'unionpay', ...(day.told && { from: day.told, to: day.told }) }),
    read: (line) => (line.bytes.length === 0 ? undefined : contentOf(line, layout, day)),
    end: () => [],
  };
}

function contentOf({ bytes }: Line, layout: Layout, day: Day): Content {
  if (!fits(bytes, layout)) return fault('COLUMN_COUNT_WRONG', 'the line is not laid out as the first one is');
  if (layout === ZME_LAYOUT) return fault('ROW_KIND_UNKNOWN', 'a row of differences (ZME) is for a person to read');
  const fields = new Fixed((field) => fieldOf(bytes, layout, field));
  const row = rowOf(fields, day);
  if (!row) return fault('ROW_KIND_UNKNOWN', 'fields 1 and 20 name no kind that is known');
  if (fields.wrong.length > 0) return fault('ROW_INVALID', `not as it should be: fields ${fields.wrong.join(', ')}`);
  return { row };
}

function rowOf(fields: Fixed, { told: billDate, notAfter }: Day): StatementRow | undefined {
  const kind = KINDS[fields.text(20)] ?? (fields.text(20) === '' ? KINDS_BY_CODE[fields.text(1)] : undefined);
  if (kind === undefined) return undefined;
  const own = fields.matching(10, /^\w{1,21}$/);
  const occurredAt = fields.moment(5, notAfter);
  const cardType = fields.text(13);
  return {
    channel: 'unionpay',
    book: 'trades',
    account: fields.matching(28, /^[A-Za-z0-9]{1,15}$/),
    key: `${kind}.${own}`,
    kind,
    amount: Number(fields.matching(7, /^\d{12}$/)),
    direction: kind === 'payment' ? 'in' : 'out',
    fee: 0 - fields.signed(16),
    net: fields.signed(17),
    occurredAt,
    billDate: billDate ?? localDate(occurredAt),
    refs: refsOf(fields, { own, isPayment: kind === 'payment' }),
    ...(cardType !== '' && { cardType }),
    ...told({ purpose: fields.text(1), method: fields.text(18) || undefined }),
  };
}

function refsOf(fields: Fixed, { own, isPayment }: { own: string; isPayment: boolean }): StatementRow['refs'] {
  const common = { terminalNo: fields.ifAny(34), traceNo: fields.ifAny(4) };
  if (isPayment) return told({ ...common, channelTradeNo: own, merchantOrderNo: fields.ifAny(12) });
  return told({
    ...common,
    channelTradeNo: fields.ifAny(27),
    channelRefundNo: own,
    merchantOrderNo: fields.ifAny(41),
    merchantRefundNo: fields.ifAny(12),
  });
}

/** Fields by their number; which are malformed is remembered, what stood there is not. */
class Fixed {
  readonly wrong: number[] = [];

  constructor(readonly text: (field: number) => string) {}

  matching(field: number, shape: RegExp): string {
    const value = this.text(field);
    return shape.test(value) ? value : this.refuse(field, '');
  }

  ifAny(field: number): string | undefined {
    const value = this.text(field);
    if (/^0*$/.test(value)) return undefined;
    return /^[\x21-\x7e]{1,64}$/.test(value) ? value : this.refuse<string | undefined>(field, undefined);
  }

  /** `C000000001234`: credited to the merchant, D debited. */
  signed(field: number): number {
    const [, side, digits] = /^([CD])(\d{12})$/.exec(this.text(field)) ?? [];
    if (side === undefined) return this.refuse(field, 0);
    return side === 'D' ? 0 - Number(digits) : Number(digits);
  }

  /** `MMDDhhmmss`: the latest such moment that is not too late. 29 February may be up to eight years back. */
  moment(field: number, notAfter: Instant): Instant {
    const [, month, day, hour, minute, second] = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(this.text(field)) ?? [];
    const last = Number(localDate(notAfter).slice(0, 4));
    for (let year = last; year >= last - 8 && month !== undefined; year -= 1) {
      const at = parseInstant(`${String(year)}-${month}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}+08:00`);
      if (at !== undefined && at <= notAfter) return at;
    }
    return this.refuse(field, notAfter);
  }

  private refuse<T>(field: number, standIn: T): T {
    if (!this.wrong.includes(field)) this.wrong.push(field);
    return standIn;
  }
}
