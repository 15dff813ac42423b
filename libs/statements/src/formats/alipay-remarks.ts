import { fenOfYuan, type BusinessDate, type Instant } from '#kernel';
import { calendarDay, shanghaiMoment } from '../reading/moments.js';
import { Refused } from '../reading/refused.js';
import type { Line } from '../reading/format.js';
import { Totals } from '../reading/totals.js';
import type { StatementHead } from '../row.js';

/** What stands above the table. Colons, commas and brackets may be full width or not. */
interface AlipayHead {
  readonly account: string;
  readonly from?: BusinessDate;
  readonly to?: BusinessDate;
}

/** The `#` lines of an export: whose it is and of which days above its table, totals and the moment of the export below it. */
export class AlipayRemarks {
  readonly totals = new Totals();
  readonly account: string;
  private readonly told: AlipayHead;
  private exported: Instant | undefined;

  /** @throws Refused where no line says whose account it is */
  constructor(
    private readonly format: string,
    above: readonly string[],
  ) {
    this.told = alipayHead(above);
    this.account = this.told.account;
  }

  head(): StatementHead {
    return { format: this.format, channel: 'alipay', ...this.told, ...(this.exported && { exportedAt: this.exported }) };
  }

  /** Whether a line is one of them. */
  take({ text }: Line): boolean {
    if (!text.startsWith('#')) return false;
    this.exported ??= exportedAt(text);
    tellTotal(this.totals, text);
    return true;
  }
}

const plain = (text: string): string => text.normalize('NFKC');

function alipayHead(above: readonly string[]): AlipayHead {
  const text = plain(above.join('\n'));
  const account = /账号:\[?(2088\d{12})/.exec(text)?.[1];
  if (account === undefined) throw new Refused('STATEMENT_ACCOUNT_UNKNOWN', 'No line #账号 says whose account it is.');
  const from = calendarDay(/起始日期:\[?(\d{4}年\d\d月\d\d日)/.exec(text)?.[1] ?? '');
  const to = calendarDay(/终止日期:\[?(\d{4}年\d\d月\d\d日)/.exec(text)?.[1] ?? '');
  return { account, ...(from && { from }), ...(to && { to: lastDay(text, to) }) };
}

/** `终止日期：[2026年09月21日 00:00:00]` is the moment at which the day before ends. */
function lastDay(text: string, to: BusinessDate): BusinessDate {
  if (!/终止日期:\[?\d{4}年\d\d月\d\d日 00:00:00/.test(text)) return to;
  return new Date(Date.parse(to) - 86_400_000).toISOString().slice(0, 10) as BusinessDate;
}

/** `#导出时间：[2026年09月21日 10:11:12]` */
function exportedAt(text: string): Instant | undefined {
  const [, year, month, day, time] = /导出时间:\[?(\d{4})年(\d\d)月(\d\d)日 (\d\d:\d\d:\d\d)/.exec(plain(text)) ?? [];
  return year === undefined ? undefined : shanghaiMoment(`${year}-${month ?? ''}-${day ?? ''} ${time ?? ''}`);
}

/** `#交易合计：12笔，商家实收共1234.56元，商家优惠共0.00元`: how many and the first sum. */
function tellTotal(totals: Totals, text: string): void {
  const [, of, count, yuan = ''] = /#\s*([^:#]+合计):(\d+)笔,[^\d+-]*([+-]?[\d,]+(?:\.\d+)?)元/.exec(plain(text)) ?? [];
  if (of === undefined) return;
  totals.tell(`${of} 笔`, Number(count));
  totals.tell(of, fenOfYuan(yuan.replaceAll(',', '')));
}
